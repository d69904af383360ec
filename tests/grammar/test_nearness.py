"""How near texts come to patterns: the score of the cheapest alignment, found without most."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.grammar import nearness
from extractor.grammar.nearness import (
    NEAR,
    Seen,
    fewest_shared,
    nearest,
    score,
    wording,
    words,
)
from extractor.grammar.patterns import parse
from extractor.grammar.wordings import Wordings

PATTERNS = [
    "{x:a} has an average salary of {x.pay}, which is {x.pay is higher|lower than y} than {y:a}.",
    "It [usually ](takes|needs) {x.time} to become {x:a}[, and {y.time} for {y:a}].",
    "The (top|most important) skills (of|for) {x:a} (are|include) {x.skills}.",
    "The the the end.",
    "{x} {x.pay}",
    "Don't pay für _ 5 or x2, but s, t-t.",
]
#: pieces of words, and words of patterns that are no plain letters
PIECES = [*"aé5ſİ'’_.,-\n ", "The", "average", "don't", "für", "x2"]
WORDINGS = [wording(parse(pattern)) for pattern in PATTERNS]
_WORDS = "a an the has is it takes needs usually of for top skills higher than who lower end , . $9"
TEXTS = st.lists(
    st.sampled_from([*_WORDS.split(), "A", "The", "\ue000\ue000", "\ue001", "don't", "İ"]),
    max_size=40,
).map(" ".join)


@given(st.sampled_from(WORDINGS), TEXTS, st.sampled_from([0.0, 0.3, 0.5, NEAR, 0.9, 1.0]))
def test_the_score_is_that_of_the_cheapest_of_all_alignments(
    known: nearness.Wording, text: str, least: float
) -> None:
    aligned = [nearness._align(one.items, words(text)) for one in known.spellings]
    best = max(aligned, key=lambda found: found.score)
    assert score(known, Seen(text), least) == (best.score if best.score >= least else 0.0)
    assert nearest(known, text) == best


@given(st.lists(st.sampled_from(PIECES), max_size=20).map("".join))
def test_no_word_that_a_text_shares_with_patterns_is_missed(text: str) -> None:
    known = Wordings.of([("", one, 0) for one in WORDINGS])
    assert known.shared(text) >= known.plain.union(known.odd) & Seen(text).there


@given(st.sampled_from(WORDINGS), TEXTS)
def test_a_reworded_sentence_has_the_fewest_words_of_one(
    known: nearness.Wording, text: str
) -> None:
    some = Wordings.of([("", known, fewest_shared(known))])
    if score(known, Seen(text), NEAR):
        assert some.likely(text, some.known) == [*some.known]


@pytest.mark.parametrize(
    "pattern, text, wanted",
    [
        ("one two three four five", "one two three four five", 1.0),
        ("one two three four five", "one two three", 0.6),
        ("one two three four five", "One, two, three", 0.2),
        ("one two three four five", "five four three two one", 0.2),
        ("one two three four five", "", 0.0),
        ("one {x} two", "one \ue000 two", 1.0),
        ("one {x} two", "one more two", 0.925),
        ("[and ]one two", "and one two", 1.0),
    ],
)
def test_scores(pattern: str, text: str, wanted: float) -> None:
    assert score(wording(parse(pattern)), Seen(text)) == pytest.approx(wanted)


def test_a_text_far_from_a_pattern_is_not_aligned(monkeypatch: pytest.MonkeyPatch) -> None:
    def align(*_: object) -> float:
        raise AssertionError

    monkeypatch.setattr(nearness, "_cost", align)
    known = wording(parse("one two three four five"))
    assert score(known, Seen("five four three two one"), NEAR) == 0.0
    with pytest.raises(AssertionError):
        score(known, Seen("one two three five"), NEAR)
