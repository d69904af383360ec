"""Which words of one place stand for each other, and how texts are laid side by side."""

from __future__ import annotations

import pytest

from extractor import extract
from extractor.draft import draft
from extractor.draft.aligning import Synonyms, columns, ways
from extractor.draft.wordings import Wordings

from .measuring import compiled


@pytest.mark.parametrize(
    ("places", "groups"),
    [
        ([["It has ", "It comes with "]], [("comes with", "has")]),
        ([["It has ", "It also has "]], []),  # a word more
        ([["a core clock of ", "a core of ", "a clock of "]], []),  # words that stand together
        ([[" cups, ", " pots, "], [" pots and ", " pans and "]], [("cups", "pans", "pots")]),
        ([["runs at ", "is set to run at ", "is made to run at "]],
         [("is made to run", "is set to run", "runs"), ("made", "set")]),
        ([["It has a ", "It holds "], [" has ", " sports "]],
         [("has", "sports"), ("has a", "holds", "sports a")]),
        ([["cup holds ", "cup has ", "mug keeps ", "mug spares "]],
         [("cup", "mug"), ("has", "holds", "keeps", "spares")]),
        ([[" and the ", " and "], [" has a lid ", " holds lid "]], [("has", "holds")]),
        ([[" has a lid ", " holds lid "]], [("has a", "holds")]),
        ([[" (flat) ", " deep "]], []),  # signs are no words
    ],
)  # fmt: skip
def test_what_differs_in_one_place_stands_for_each_other(
    places: list[list[str]], groups: list[tuple[str, ...]]
) -> None:
    assert sorted(Wordings(places).groups()) == groups


@pytest.mark.parametrize(
    ("texts", "pattern"),
    [
        (["It is made of ", "It also is made up of ", "It has "], None),
        ([" which has a ", " has a "], "[ which] has a "),
        (["It also is made of ", "It is made of ", "It has "], "It[ also] (is made of|has) "),
        ([" cups, ", " cups as well as ", " tea pots, "], " (cups|tea pots)(,| as well as) "),
        ([" in the red box ", " in the blue bag "], " in the (red box|blue bag) "),
    ],
)
def test_texts_side_by_side(texts: list[str], pattern: str | None) -> None:
    found = columns(texts, Wordings([texts]))
    assert ["".join(one) for one in zip(*found, strict=True)] == texts
    if pattern is not None:
        assert "".join(map(ways, found)) == pattern


def test_words_learnt_in_one_sentence_are_read_in_another() -> None:
    pages = [
        f"{a} vs {b}\n\nThe {a} {has} {n} lids in the box.\n"
        f"The {b}{rim} red rim of one {width} of {n + 3} cm.\n"
        for a, b, n, has, rim, width in (
            ("Pan", "Pot", 2, "has", ", which features", "width"),
            ("Wok", "Pan", 4, "comes with", " has a", "size"),
            ("Pot", "Lid", 7, "has", ", which has a", "breadth"),
        )
    ]
    made = compiled(draft(pages, "pans"))
    other = "Pot vs Wok\n\nThe Wok comes with a red rim of one size of 9 cm.\n"
    assert [fact["text"] for fact in extract(other, made).facts()] == ["9 cm"]


def test_a_word_that_only_some_synonyms_have_before_them_may_precede_all() -> None:
    synonyms = Synonyms([("also has", "has", "also holds", "keeps")])
    assert synonyms.texts == {"has": ["[also ]has", "[also ]holds", "[also ]keeps"]}
    assert synonyms.spelt([(" has ",)]) == " <has> "
