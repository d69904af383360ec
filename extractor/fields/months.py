"""Month names by language: full within a date, standalone, and abbreviated.

From the Unicode CLDR 47 through Babel, casefolded, with English `sept` added. The first form of
each month is the full one used within a date.
"""

from __future__ import annotations

#: by language: twelve months separated by spaces, their forms by `|`
_FORMS = {
    "en": (
        "january|jan february|feb march|mar april|apr may june|jun july|jul august|aug "
        "september|sep|sept october|oct november|nov december|dec"
    ),
    "de": (
        "januar|jan februar|feb märz|mär april|apr mai juni|jun juli|jul august|aug "
        "september|sept|sep oktober|okt november|nov dezember|dez"
    ),
    "es": (
        "enero|ene febrero|feb marzo|mar abril|abr mayo|may junio|jun julio|jul agosto|ago "
        "septiembre|sept octubre|oct noviembre|nov diciembre|dic"
    ),
    "it": (
        "gennaio|gen febbraio|feb marzo|mar aprile|apr maggio|mag giugno|giu luglio|lug "
        "agosto|ago settembre|set ottobre|ott novembre|nov dicembre|dic"
    ),
    "nl": (
        "januari|jan februari|feb maart|mrt april|apr mei juni|jun juli|jul augustus|aug "
        "september|sep oktober|okt november|nov december|dec"
    ),
    "pt": (
        "janeiro|jan fevereiro|fev março|mar abril|abr maio|mai junho|jun julho|jul "
        "agosto|ago setembro|set outubro|out novembro|nov dezembro|dez"
    ),
    "da": (
        "januar|jan februar|feb marts|mar april|apr maj juni|jun juli|jul august|aug "
        "september|sep oktober|okt november|nov december|dec"
    ),
    "tr": (
        "ocak|oca şubat|şub mart|mar nisan|nis mayıs|may haziran|haz temmuz|tem ağustos|ağu "
        "eylül|eyl ekim|eki kasım|kas aralık|ara"
    ),
    "id": (
        "januari|jan februari|feb maret|mar april|apr mei juni|jun juli|jul agustus|agu "
        "september|sep oktober|okt november|nov desember|des"
    ),
    "el": (
        "ιανουαρίου|ιανουάριοσ|ιαν φεβρουαρίου|φεβρουάριοσ|φεβ μαρτίου|μάρτιοσ|μαρ|μάρ "
        "απριλίου|απρίλιοσ|απρ μαΐου|μάιοσ|μαΐ|μάι ιουνίου|ιούνιοσ|ιουν|ιούν "
        "ιουλίου|ιούλιοσ|ιουλ|ιούλ αυγούστου|αύγουστοσ|αυγ|αύγ σεπτεμβρίου|σεπτέμβριοσ|σεπ "
        "οκτωβρίου|οκτώβριοσ|οκτ νοεμβρίου|νοέμβριοσ|νοε|νοέ δεκεμβρίου|δεκέμβριοσ|δεκ"
    ),
    "fr": (
        "janvier|janv février|févr mars avril|avr mai juin juillet|juil août septembre|sept "
        "octobre|oct novembre|nov décembre|déc"
    ),
    "ru": (
        "января|январь|янв февраля|февраль|февр марта|март|мар апреля|апрель|апр мая|май "
        "июня|июнь|июн июля|июль|июл августа|август|авг сентября|сентябрь|сент "
        "октября|октябрь|окт ноября|ноябрь|нояб декабря|декабрь|дек"
    ),
    "uk": (
        "січня|січень|січ лютого|лютий|лют березня|березень|бер квітня|квітень|квіт "
        "травня|травень|трав червня|червень|черв липня|липень|лип серпня|серпень|серп "
        "вересня|вересень|вер жовтня|жовтень|жовт листопада|листопад|лист грудня|грудень|груд"
    ),
    "pl": (
        "stycznia|styczeń|sty lutego|luty|lut marca|marzec|mar kwietnia|kwiecień|kwi maja|maj "
        "czerwca|czerwiec|cze lipca|lipiec|lip sierpnia|sierpień|sie września|wrzesień|wrz "
        "października|październik|paź listopada|listopad|lis grudnia|grudzień|gru"
    ),
    "cs": (
        "ledna|leden|led února|únor|úno března|březen|bře dubna|duben|dub května|květen|kvě "
        "června|červen|čvn července|červenec|čvc srpna|srpen|srp září|zář října|říjen|říj "
        "listopadu|listopad|lis prosince|prosinec|pro"
    ),
    "sk": (
        "januára|január|jan februára|február|feb marca|marec|mar apríla|apríl|apr mája|máj "
        "júna|jún júla|júl augusta|august|aug septembra|september|sep októbra|október|okt "
        "novembra|november|nov decembra|december|dec"
    ),
    "sv": (
        "januari|jan februari|feb mars april|apr maj juni juli augusti|aug september|sep "
        "oktober|okt november|nov december|dec"
    ),
    "nb": (
        "januar|jan februar|feb mars|mar april|apr mai juni|jun juli|jul august|aug "
        "september|sep oktober|okt november|nov desember|des"
    ),
    "fi": (
        "tammikuuta|tammikuu|tammi helmikuuta|helmikuu|helmi maaliskuuta|maaliskuu|maalis "
        "huhtikuuta|huhtikuu|huhti toukokuuta|toukokuu|touko kesäkuuta|kesäkuu|kesä "
        "heinäkuuta|heinäkuu|heinä elokuuta|elokuu|elo syyskuuta|syyskuu|syys "
        "lokakuuta|lokakuu|loka marraskuuta|marraskuu|marras joulukuuta|joulukuu|joulu"
    ),
    "hu": (
        "január|jan február|febr március|márc április|ápr május|máj június|jún július|júl "
        "augusztus|aug szeptember|szept október|okt november|nov december|dec"
    ),
    "bg": (
        "януари|яну февруари|фев март април|апр май юни юли август|авг септември|сеп "
        "октомври|окт ноември|ное декември|дек"
    ),
}

#: by language: the forms of each month, January first
MONTHS: dict[str, tuple[tuple[str, ...], ...]] = {
    language: tuple([tuple(forms.split("|")) for forms in months.split()])
    for language, months in _FORMS.items()
}
#: English days of the week, Monday first
DAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
