"""What a draft says of amounts of money, of differences in percent, and of names around words."""

from __future__ import annotations

import tomllib

import pytest

from extractor import extract
from extractor.draft import draft

from .measuring import compiled
from .test_draft import PAGES, gap, spelt


@pytest.mark.parametrize(
    ("label", "doubt"),
    [
        ("Hourly pay", '"USD/hour" by its label'),
        ("Rent per month", '"USD/month" by its label'),
        ("Rate", "per what?"),
        ("Price", ""),
    ],
)
def test_an_amount_of_money_that_may_be_one_per_time_is_in_doubt(label: str, doubt: str) -> None:
    lines = draft([spelt(n, (label, f"${n + 3}", "$44")) for n in range(2)], "pay").splitlines()
    assert f'unit        = "USD"{doubt and f"  # {doubt}"}' in lines


@pytest.mark.parametrize(
    ("cell", "low"), [("+3%", -100), ("3%", 0), ("-3%", -100), ("5 (+3)", None)]
)
def test_a_figure_with_a_sign_may_be_negative(cell: str, low: int | None) -> None:
    made = tomllib.loads(draft([spelt(n, ("Return", cell, "4%")) for n in range(2)], "funds"))
    assert made["fields"]["return"].get("bounds", [None])[0] == low


def test_a_difference_in_percent_is_told_and_related_where_its_words_vary() -> None:
    prices = ((31, 45), (62, 27), (45, 62))
    pages = [
        spelt(n, ("Price", f"${a}", f"${b}"))
        + f"\nThe Pan {n} costs {gap(a, b)}% less for Pot {n}.\n"
        for n, (a, b) in enumerate(prices)
    ]
    text = draft(pages, "pans")
    assert "in percent how far price differ; the word behind may be a relation" in text
    pages[1] = pages[1].replace("less", "more")
    made = tomllib.loads(draft(pages, "pans"))
    (sentence,) = made["sections"][-1]["sentences"].values()
    assert sentence == "The {x} costs {x.costs} {x.price is less|more than y} for {y}."


def test_a_difference_is_that_of_a_field_in_its_sentence_or_on_several_pages() -> None:
    pages = [
        spelt(n, ("Price", f"${a}", f"${b}"), ("Set", f"${a}0", f"${b}0"))
        + f"\nThe Pan {n} (${a}) costs {gap(a, b)}% less than Pot {n}.\n"
        for n, (a, b) in enumerate([(31, 45), (27, 62), (45, 62)])
    ]
    assert "in percent how far price differ;" in draft(pages, "pans")
    assert "in percent" not in draft(pages[:1], "pans")


def test_a_figure_that_pages_state_of_one_entity_alone_is_no_wording() -> None:
    pages = [
        f"Pan vs Pot {n}\n\nA Pan lasts 7 years, and a Pot {n} lasts {n + 4} years.\n"
        for n in range(3)
    ]
    (said,) = tomllib.loads(draft(pages, "pans"))["sections"][-1]["sentences"].values()
    assert said.startswith("{x:a} lasts {x.lasts}, and {y:a} lasts {y.lasts}.")


def test_names_on_lines_around_words_are_a_heading() -> None:
    pages = [page.replace(" vs ", "\n\ncompared to\n\n", 1) for page in PAGES]
    made = tomllib.loads(draft(pages, "kitchen"))
    assert made["sections"][0]["heading"] == "{x} compared to {y}"
    record = extract(pages[0], compiled(draft(pages, "kitchen")))
    assert record.residue == []
