"""What a header's first cell says of the cells below it.

Writers head the column of labels with a word for labels (`Feature`, `Criteria`): then the other
titles name the entities. Some words head columns of values (`Type`, `Status`): a table with such
titles lists things, one a row.
"""

from __future__ import annotations

from collections.abc import Sequence

from extractor.deferred import deferred


def _words_of(text: str) -> frozenset[str]:
    return frozenset(text.split())


#: words for what is compared, as they head labels, but label no row
_HEADS = _words_of("""
    aspect attribute characteristic criterion criteria feature metric parameter property spec
    specification aspekt eigenschaft kriterium kriterien merkmal aspecto atributo característica
    criterio métrica parámetro rasgo critère caractéristique aspetto caratteristica kenmerk
    eigenschap cecha kryterium egenskap özellik kriter аспект критерий параметр характеристика
    項目 比較項目 観点 项目 比较项 对比项 对比项目 对比维度 维度 指标 항목 비교항목
""")
#: all words that head labels
_FIELDS = _HEADS | _words_of("""
    category consideration detail dimension factor functionality indicator item measure question
    requirement statistic topic variable kategorie kennzahl caracteristica categoría categoria
    catégorie kategoria категория показатель カテゴリ 分類 类别
""")
#: words that head values of a list and never name what is compared
_TOLD = _words_of("""
    action amount answer comment count date default definition description detail evidence
    example explanation file finding format impact implementation link location meaning note
    number option owner page path percentage priority purpose rationale reason recommendation
    reference remark required response result score severity source status summary total type
    unit use value version weight year beschreibung beispiel bedeutung bemerkung wert
""")
#: most words of a corner
_MOST = 3
_WORD = deferred(r"[^\W\d_]+")


def heads_fields(corner: str) -> bool:
    """Whether a corner says that the labels below it name fields."""
    words = _words(corner)
    return 0 < len(words) <= _MOST and not _FIELDS.isdisjoint((words[0], words[-1]))


def is_head(corner: str) -> bool:
    """Whether a corner is such a word, and no row's label (`Form Factor`): its row is a header."""
    words = _words(corner)
    return len(words) == 1 and words[0] in _HEADS


def head_values(titles: Sequence[str]) -> bool:
    """Whether a title heads a column of a list; after two names, the last one may."""
    words = [_words(title) for title in (titles[:-1] if len(titles) > 2 else titles)]
    return any([word in _TOLD for one in words for word in one[-1:]])


def _words(title: str) -> list[str]:
    """A title's words in lower case, without plural."""
    words = _WORD.findall(title.casefold())
    return [_singular(word) for word in words]


def _singular(word: str) -> str:
    for ending, single in (("ies", "y"), ("s", ""), ("en", "")):
        one = word.removesuffix(ending) + single
        if one != word and (one in _FIELDS or one in _TOLD):
            return one
    return word
