"""A first table without titles, where the page's other tables show them."""

from __future__ import annotations

import pytest

from extractor import Grammar, extract
from extractor.grammar import GrammarFile, compile_grammar

FIELDS = {
    "frame": {"type": "text"},
    "weight": {"type": "quantity", "unit": "kg"},
    "price": {"type": "money", "unit": "USD"},
}
HEAD = "Ash vs Elm\n\nThe Ash weighs 12 kg.\n\n"
BODY = "Frame\nSteel\nWood\nWeight\n12 kg\n15 kg\n"
NEXT = "\nShops\nAsh\nElm\nPrice\n$390\n$450\n"


def bikes() -> Grammar:
    """A grammar of two tables, and a sentence that names an entity."""
    return compile_grammar(
        GrammarFile.validated(
            {
                "family": "bikes",
                "description": "Two bikes",
                "entities": 2,
                "fields": {k: {**v, "description": k.title()} for k, v in FIELDS.items()},
                "sections": [
                    {
                        "name": "build",
                        "sentences": {"weighs": "The {x} weighs {x.weight}."},
                        "table": {"frame": "Frame", "weight": "Weight"},
                    },
                    {"name": "shops", "table": {"price": "Price"}},
                ],
            }
        )
    )


BIKES = bikes()


@pytest.mark.parametrize(
    ("page", "read"),
    [
        (HEAD + "Build\n" + BODY + NEXT, True),
        (HEAD + "Code\n306a1\n406b2\n" + BODY + NEXT, True),  # a row of unknown label
        (HEAD + "Build\n" + BODY + NEXT.replace("Ash\nElm", "Elm\nAsh"), False),
        (HEAD + "Build\n" + BODY + NEXT + NEXT.replace("Ash\nElm", "Elm\nAsh"), False),
        (HEAD.replace("Ash vs Elm", "Bikes") + "Build\n" + BODY + NEXT, False),
        (HEAD + "Build\nElm\n" + BODY + NEXT, False),
        (HEAD + "Build\nOak\nFir\n" + BODY + NEXT, False),  # others' names
        (HEAD + "Oak\nFir\n" + BODY + NEXT, False),
    ],
)
def test_its_columns_are_in_the_order_of_all_others(page: str, read: bool) -> None:
    table = [fact for fact in extract(page, BIKES).facts() if fact["place"] == "table:build"]
    told = [(fact["entity"], fact["text"]) for fact in table]
    rows = [("Ash", "Steel"), ("Elm", "Wood"), ("Ash", "12 kg"), ("Elm", "15 kg")]
    assert told == (rows if read else [])
