"""Which words of one place stand for each other, and how texts are laid side by side."""

from __future__ import annotations

import pytest

from extractor.draft.aligning import columns, ways
from extractor.draft.wordings import Wordings


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
