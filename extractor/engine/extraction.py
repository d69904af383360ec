"""`extract`: turns the text of one document into its record.

In: text, and the grammars that may read it. Out: a `Record`; if no grammar reads the page, one
without a family whose only finding says so. It never raises because of a document.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from extractor.errors import SettingError
from extractor.grammar import Grammar, Names
from extractor.grammar.matching import MASK
from extractor.model import Page
from extractor.record import Record
from extractor.rules import check_policy
from extractor.tokenizer.view import View, view
from extractor.troubles import (
    CutAmbiguous,
    CutImpossible,
    EntitiesUnnamed,
    EntitiesUnsettled,
    SeveralPages,
)

from .assembly import page_of
from .borderless import read_borderless
from .candidates import (
    FAMILY,
    Candidate,
    Words,
    candidates,
    closer,
    is_likely,
    is_promising,
    knowing_names,
    most_mentions,
)
from .content import content
from .contradicted import drop_skips
from .debris import has_corner, is_debris, lacks_start
from .entities import is_loose, mask
from .fragments import with_own_titles
from .judging import About, judged, rules_of, unknown_page
from .known import Known, known_tables
from .reading import Draft, blanked
from .sentences import longer_names, read_phrases
from .several import Part, first_part, own_part
from .tables import read_tables
from .titles import Titles, find_titles, with_first_rows

if TYPE_CHECKING:
    from .framed import Frames


def extract(
    text: str | float | None,
    grammar: Grammar | str | Sequence[Grammar] | None = None,
    document: str = "",
    metadata: Mapping[str, Any] | None = None,
    settle: str | None = None,
    unknown: str | None = None,
    decimal: bool = False,
    names: Names | None = None,
) -> Record:
    """Reads one page. `grammar`: a grammar, its name, or several to choose from (None: all bundled
    ones). `grammar="generic"` reads any page by its shape alone; `unknown="generic"`, what no
    grammar reads: pages, and table rows with labels that the page's grammar lacks. Such fields are
    named after their labels.

    `settle`: how to choose a value where places disagree: `majority` (more than half of the places
    state it), `table` or `prose` (all places of that kind state it). If None, such a field has no
    value. The chosen value stays listed in `open`, and the finding stays.

    `names`: known names (`load_names`), for rows that can be cut in several ways.

    `decimal`: numbers in `entities` and `facts` that can have a fraction are `Decimal`s. A text
    that is None or NaN, like missing cells of data frames, counts as empty.

    Raises `GrammarError` for an unknown grammar, or `names` that do not fit, `SettingError` for an
    unknown `settle` or `unknown`, `TypeError` for bytes; never because of the content of `text`.
    """
    text = _text(text)
    if grammar == FAMILY:
        grammar, unknown = (), FAMILY
    found = candidates(knowing_names(grammar, names))
    if settle is not None:
        check_policy(settle)
    if unknown not in (None, FAMILY):
        raise SettingError(f"unknown: {unknown!r} is not a way to read a page; use {FAMILY!r}")
    about = About(document, metadata or {}, settle, decimal)
    return read_as(found, text, about, unknown) or unknown_page(text, about)


def read_as(
    candidates: Sequence[Candidate], text: str, about: About, unknown: str | None = None
) -> Record | None:
    """`extract` with checked arguments and grammars that may not be compiled yet; None if none of
    them is even likely to read the text."""
    seen = view(text)
    made: Frames = {}
    found = _best(candidates, seen, text, made, unknown)
    if unknown == FAMILY and not isinstance(found, tuple):
        from .generic import read_generic  # imported only when needed

        generic = read_generic(seen, text, about.document, about.metadata, made)
        return judged(FAMILY, *generic, about) if generic else unknown_page(text, about)
    if not isinstance(found, tuple):
        return unknown_page(text, about) if found else None
    grammar, page, shown, said = found
    if FAMILY in (unknown, grammar.file.unknown) and page.residue:
        return _with_rest(grammar, page, shown, said, about, made)
    if not page.ordered or any([grammar.labels.search(text, *span) for span in page.residue]):
        page = _fuller(grammar, page, shown, said, made)
    return judged(grammar.family, page, rules_of(grammar), about)


def _with_rest(
    grammar: Grammar, page: Page, shown: View, said: Draft | None, about: About, made: Frames
) -> Record:
    """The record of a page, with the rows whose labels the grammar does not know."""
    from .framed import framed_of  # imported only when needed, both
    from .rest import read_rest, together

    frames = framed_of(shown.text, made)
    other = _framed(grammar, page, shown, made, said)
    ways = [(way, read_rest(grammar, way, shown, frames)) for way in (page, other) if way]
    page, rest = max(
        ways, key=lambda way: len(way[0].ordered) + (len(way[1].page.ordered) if way[1] else 0)
    )
    own = judged(grammar.family, rest.left if rest else page, rules_of(grammar), about)
    return together(own, judged(grammar.family, rest.page, rest.rules, about)) if rest else own


def _framed(
    grammar: Grammar, page: Page | str, shown: View, made: Frames, said: Draft | None = None
) -> Page | None:
    """A page, or the text of one without a value, as its frames show it, unless that leaves
    something open, or adds a field that is disputed, as another table would. `said`: what its
    sentences say, if known."""
    from .rest import is_sure  # imported only when needed

    source, disputed = (page, ()) if isinstance(page, str) else (page.source, page.disputed)
    if said:
        draft = _with_frames(said, made, all_rows=True)
    else:
        draft = None if grammar.relational else _read(grammar, shown.text, made, all_rows=True)
    other = None if draft is None else page_of(draft, shown, source)
    sure = other and is_sure(other) and {*other.disputed} <= {*disputed}
    return other if sure else None


def _fuller(grammar: Grammar, page: Page, shown: View, said: Draft | None, made: Frames) -> Page:
    """A page, or what its frames show if it is certain where it ends, and they state all that it
    does, and more, also whose lists below names are, or any values if it has none. Glued frames do
    not count: the grammar cuts their rows better."""
    from .rest import unsure  # imported only when needed

    left = unsure(page)
    empty = not page.ordered
    listed = all([isinstance(one, EntitiesUnsettled) and ":" in one.where.text for one in left])
    own = page.layout != "glued" and (listed or empty)
    other = _framed(grammar, page, shown, made, said) if own else None
    if other is None or any([table.layout == "glued" for table in other.tables]):
        return page
    lists = [table.span for table in other.tables if table.layout == "keyed"]
    starts = [span[0] for one in left for span in one.where.spans]
    inside = [any([first <= at < last for first, last in lists]) for at in starts]
    if not (all(inside) or empty):
        return page
    if _is_half_cut(page, other):
        return page
    pairs = zip(page.values, other.values, strict=True)
    more = len(other.ordered) > len(page.ordered)
    return other if more and all([{**theirs, **own} == theirs for own, theirs in pairs]) else page


def _is_half_cut(page: Page, other: Page) -> bool:
    """Whether a row that can be cut in several ways is one that frames leave open for some entities
    alone: their page does not say so of its field."""
    cuts = [one.fields for one in page.troubles if isinstance(one, CutAmbiguous)]
    halves = [len({name in one for one in other.values}) > 1 for names in cuts for name in names]
    return any(halves) and any([isinstance(one, CutImpossible) for one in other.troubles])


def _best(
    candidates: Sequence[Candidate], seen: View, text: str, made: Frames, unknown: str | None
) -> tuple[Grammar, Page, View, Draft | None] | bool:
    """The grammar that reads most of the page (the first in a tie), the page, its view without
    boilerplate lines, and what its sentences say; else whether any was likely to read it."""
    frames: Frames | None = made
    best: tuple[tuple[int, int], Grammar, Page, View, Draft | None] | None = None
    words = Words(candidates, seen.text) if len(candidates) > 1 else None
    most = most_mentions(candidates, words) if words else [1]
    likely = False
    for number in sorted(range(len(candidates)), key=most.__getitem__, reverse=True):
        if not most[number] or (best is not None and (most[number], -number) < best[0]):
            continue
        one = candidates[number]
        if best and words and (closer(one.load(), words, best[0][0]), -number) < best[0]:
            continue
        if words and not is_likely(one, words, seen.text):
            continue
        grammar = one.load()
        likely = True
        shown = content(grammar, seen)
        draft = _read(grammar, shown.text, frames)
        if not grammar.relational:
            frames = None  # only the likeliest grammar reads them
        page = None
        if draft is None and grammar.file.unknown:
            page = _framed(grammar, text, shown, made)
        elif draft and FAMILY in (unknown, grammar.file.unknown):
            from .rest import settle_open  # imported only when needed

            settle_open(draft, made)
        rank = len(draft.mentions if draft else page.ordered if page else ()), -number
        if best is None or rank > best[0]:
            page = page_of(draft, shown, text) if draft else page
            if page and (not words or _is_own(page)):
                best = rank, grammar, page, shown, draft.said if draft else None
    return best[1:] if best else likely


def _is_own(page: Page) -> bool:
    """Whether a page likely belongs to the family it was read as, where others compete: one row
    that reads, among lines that do not, proves nothing, since many families have prices."""
    if not page.residue:
        return True
    if any(mention.place.startswith("prose:") for mention in page.ordered):
        return True
    read: set[str | None] = {mention.field for mention in page.ordered}
    read |= {one.where.field for one in page.troubles if isinstance(one, CutAmbiguous)}
    return len(read) > 1 or any([claim.amount for claim in page.claims])


def _text(given: object) -> str:
    """A text as it is; an empty one for missing cells of data frames."""
    if isinstance(given, str):
        return given
    if given is None or (isinstance(given, float) and given != given):
        return ""
    if type(given).__name__ == "NAType":  # as data frames have it: neither equal nor unequal
        return ""
    todo = "decode bytes first" if isinstance(given, bytes) else "extract_many reads files"
    raise TypeError(f"text is {type(given).__name__}, not str; {todo}")


def read_page(text: str, grammar: Grammar) -> Page | None:
    """What one grammar reads on a page, for rules to check; None if that is no value at all."""
    seen = content(grammar, view(text))
    draft = _read(grammar, seen.text, {})
    return None if draft is None else page_of(draft, seen, text)


def _read(
    grammar: Grammar,
    text: str,
    frames: Frames | None,
    part: Part | None = None,
    all_rows: bool = False,
) -> Draft | None:
    """Everything that a grammar reads on a page; None if that is no value at all. If a document
    holds several pages, it reads one; `part`: the text is this page. `frames` holds those made so
    far; they read the tables if the grammar's own readers read none (None: nothing), and with
    `all_rows` also if these do."""
    flat = text.replace("\n", " ").replace("\t", " ")
    if not is_promising(grammar, text, flat):
        return None
    found = Part(0, len(text))
    if grammar.relational:
        from .relational import read_relational

        draft = read_relational(grammar, text, rules_of(grammar).ordered)
        if draft is not None and part is None:
            found = Part(0, first_part(draft, rules_of(grammar).ordered))
    else:
        known = with_own_titles(known_tables(grammar, text), text)
        known = with_first_rows(grammar, text, known)
        titles = find_titles(grammar, text, known)
        draft, found = _compared(grammar, text, flat, part, known, titles)
        if draft is not None and found == Part(0, len(text)):
            said = draft.copy()
            draft = _with_frames(draft, frames, all_rows) or _below(draft, known, frames)
            if draft is not None:
                draft.said = said
    start, end, torn = found
    if end - start == len(text) or part:
        if draft is not None and grammar.relational:
            drop_skips(draft)
        return draft
    page = "\n" * start + text[start:] if start else text[:end].rstrip()
    draft = _read(grammar, page, None, found)
    if draft is not None:
        draft.joined, draft.torn = end < len(text), torn
        rest = (0, start) if start else (end, len(text.rstrip()))
        draft.troubles.append(SeveralPages(draft.where([rest], "", text=text[slice(*rest)])))
        draft.unread.append(rest)
    return draft


def _compared(
    grammar: Grammar,
    text: str,
    flat: str,
    part: Part | None,
    known: Sequence[Known],
    shown_titles: Titles,
    again: bool = True,
) -> tuple[Draft | None, Part]:
    """What a grammar reads on a page that compares a few things, given its tables and titles, and
    the part of the document that is this page; if that is not all of it, reading stops early.
    `again`: retries with longer names from sentences."""
    whole = Part(0, len(text))
    titles, in_order, unnamed = shown_titles
    if len({*titles}) < max(1, len(titles)):
        many = max([len(one.titles) for one in known], default=0) > grammar.entities[1]
        return (None if part or many else Draft(grammar, text, flat, flat, False)), whole
    spans = [(one.table.start, one.table.end) for one in known]
    flat = blanked(flat, spans)
    loose = "  " in flat and is_loose(blanked(text, spans))
    masked = mask(flat, titles, loose)
    if [one.titles for one in known].count(titles) < 2:  # two equal headers are whole
        corner = any([has_corner(grammar, text, one) for one in known])
        headers = [one.header[0][0] for one in known if one.header]
        shown = headers[0] if headers else max(0, masked.find(chr(MASK)))
        cells = not in_order and is_debris(grammar, text, masked, titles, shown, corner)
        if cells or lacks_start(grammar, text, titles, headers[0] if headers else None):
            return None, whole
    draft = Draft(grammar, text, flat, masked, loose, titles, in_order)
    draft.joined = part is not None and not part.start
    if unnamed:
        table = known[0].table
        place = f"table:{known[0].plan.name}"
        draft.troubles.append(EntitiesUnnamed(draft.where([(table.start, table.end)], place)))
    read_phrases(draft)
    if again and (better := longer_names(draft)):
        ways = [(one, tuple([better.get(t, t) for t in one.titles])) for one in known]
        known = [one._replace(titles=names) for one, names in ways]
        names = tuple([better.get(title, title) for title in titles])
        found = Titles(names, in_order, unnamed)
        return _compared(grammar, text, flat, part, known, found, False)
    own = own_part(draft, known) if part is None else whole
    if own != whole:
        return (draft, own) if own else (None, whole)
    holds = rules_of(grammar).holds
    read_tables(draft, known, holds)
    if len({(t.name, f) for t in draft.tables for f in t.fields}) < grammar.rows:
        read_borderless(draft, holds)
    return draft if draft.mentions or not part else None, whole


def _with_frames(draft: Draft, made: Frames | None, all_rows: bool) -> Draft | None:
    """A draft, or what a grammar reads from the page's frames if the draft's tables gave no value,
    or with `all_rows`; None if there is no value."""
    if not all_rows and _has_row(draft):
        return draft
    said = draft if draft.mentions and not all_rows else None
    if made is None or not draft.grammar.plans:
        return said
    from .frame_values import from_frames  # imported only when needed, both
    from .framed import framed_of

    open_ = [one.where.spans for one in draft.troubles if isinstance(one, EntitiesUnsettled)]
    framed = framed_of(draft.text, made) if all_rows or not open_ or draft.titles else None
    if framed is None or not (all_rows or all([framed.owns(*spans) for spans in open_])):
        return said
    found = from_frames(draft, framed, all_rows)
    return found if found and (not said or _has_row(found)) else said


def _below(draft: Draft, known: Sequence[Known], made: Frames | None) -> Draft | None:
    """What a grammar's own readers read below the titles of frames, on a page that shows no others;
    None if there is no value, or the page ends elsewhere."""
    if made is None or draft.titles:
        return None
    from .frame_values import titles_above  # imported only when needed, both
    from .framed import framed_of

    names = titles_above(draft, framed_of(draft.text, made))
    page = draft.grammar, draft.text, draft.flat
    ways = [_compared(*page, None, known, Titles(names))] if names else []
    whole = Part(0, len(draft.text))
    return next((one for one, part in ways if one and part == whole and _has_row(one)), None)


def _has_row(draft: Draft) -> bool:
    """Whether a value of a draft is from a table."""
    return any(one.place.startswith("table:") for one in reversed(draft.mentions))
