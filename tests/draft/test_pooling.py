"""What one sentence of a draft admits because another one, or the pages as a whole, show it."""

from __future__ import annotations

import tomllib

import pytest

from extractor import extract
from extractor.draft import draft

from .measuring import compiled


def pages(*told: tuple[str, str]) -> list[str]:
    """Pages that compare two things, with a sentence about each."""
    names = [("Pan", "Pot"), ("Wok", "Kettle"), ("Jug", "Vat")]
    return [
        f"{a} vs {b}\n\n{one.format(a, n + 20, n + 300)} {other.format(b, n + 40, n + 900)}\n"
        for n, ((a, b), (one, other)) in enumerate(zip(names, told, strict=False))
    ]


IRON = "The {} has a rim of {} cm and {} g of iron."
HEAT = "The {} has a rim of {} cm and takes {} W."
STEEL = HEAT.replace("rim", "steel rim")
THIN, WIDE = IRON.replace("rim", "thin rim"), HEAT.replace("rim", "wide rim")
WHICH = WIDE.replace("has", "which has")


@pytest.mark.parametrize(
    ("told", "unseen", "read"),
    [
        ([(IRON, HEAT), (IRON, STEEL)], "has a steel rim", 2),  # in one, it may be missing
        ([(IRON, STEEL), (IRON, STEEL)], "has a steel rim", 0),  # both may be right, each its own
        ([(IRON, HEAT), (IRON, HEAT)], "has a steel rim", 0),  # nothing speaks of it
        ([(THIN, WIDE), (THIN, WHICH)], "which has a thin rim", 2),
        ([(THIN, WIDE), (THIN, WHICH)], "which has a wide rim", 0),  # what differs for sure stays
    ],
)
def test_a_word_that_one_sentence_may_lack_may_be_in_another(
    told: list[tuple[str, str]], unseen: str, read: int
) -> None:
    made = compiled(draft(pages(*told), "kitchen"))
    record = extract(f"Jug vs Pan\n\nThe Jug {unseen} of 30 cm and 200 g of iron.\n", made)
    assert len(list(record.facts())) == read


def test_articles_may_be_missing_where_wording_varies_if_pages_drop_one() -> None:
    tops = HEAT.replace("has a", "got a"), HEAT.replace("has a", "features a")
    text = draft(pages((IRON, HEAT), (IRON.replace("a rim", "rim"), tops[0])), "kitchen")
    first, second = tomllib.loads(text)["sections"][0]["sentences"].values()
    assert first == "The {x} <got>[ a] rim of {x.cm} and {x.g} of iron."
    assert second == "The {x} <got>[ a] rim of {x.cm} and takes {x.takes}."
    kept = draft(pages((IRON, HEAT), (IRON, tops[1])), "kitchen")
    assert "[ a]" not in kept


@pytest.mark.parametrize("start", ["Next to it, the ", "The ", "Here the ", "Here "])
def test_a_sentence_begins_as_others_do(start: str) -> None:
    told = [
        (IRON.replace("The", "Next to it, the"), HEAT.replace("The", "Here the")),
        (IRON.replace("The", "Here"), HEAT.replace("The", "Next to it, the")),
    ]
    made = compiled(draft(pages(*told), "kitchen"))
    record = extract(f"Jug vs Pan\n\n{start}Jug has a rim of 30 cm and 200 g of iron.\n", made)
    assert len(list(record.facts())) == 2 and not record.residue


FIRST = IRON.replace("The", "Next to that, the"), IRON
THEN = "Next to this, the {} takes {} W and is {} mm tall."


@pytest.mark.parametrize(
    ("then", "text", "read"),
    [
        (THEN, THEN.replace("this", "that"), 2),
        (THEN, THEN.replace("Next to this, t", "T"), 2),
        (THEN.replace("Next to this, t", "T"), THEN.replace("to this, the", "to"), 0),
    ],
)
def test_a_sentence_that_begins_much_like_others_begins_as_they_do(
    then: str, text: str, read: int
) -> None:
    made = compiled(draft(pages((FIRST[0], then), (FIRST[1], then)), "kitchen"))
    record = extract(f"Jug vs Pan\n\n{text.format('Jug', 30, 900)}\n", made)
    assert len(list(record.facts())) == read


STEELY = IRON.replace("rim", "steel inner rim"), IRON.replace("rim", "flat steel rim")


@pytest.mark.parametrize(
    ("told", "unseen", "read"),
    [
        (STEELY, "a flat inner rim", 2),  # `steel` between two that may be missing
        (STEELY, "a steel rim", 2),
        (STEELY, "a steel", 0),  # what they all stand before stays
    ],
)
def test_a_word_between_two_that_may_be_missing_may_be_missing(
    told: tuple[str, str], unseen: str, read: int
) -> None:
    made = compiled(draft(pages((told[0], HEAT), (told[1], HEAT)), "kitchen"))
    record = extract(f"Jug vs Pan\n\nThe Jug has {unseen} of 30 cm and 200 g of iron.\n", made)
    assert len(list(record.facts())) == read


OVER = "The {} takes {} W over its steel rim of {} cm."
UP_TO = "The {} holds {} g in all up to the rim at {} mm."


@pytest.mark.parametrize(("word", "read"), [("steel ", 2), ("clay ", 0)])
def test_a_word_that_may_be_missing_may_be_wherever_the_next_word_is(word: str, read: int) -> None:
    made = compiled(draft(pages((OVER, UP_TO), (OVER.replace("steel ", ""), UP_TO)), "kitchen"))
    shown = UP_TO.replace("rim", f"{word}rim").format("Jug", 200, 70)
    assert len(list(extract(f"Jug vs Pan\n\n{shown}\n", made).facts())) == read
