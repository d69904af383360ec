"""Drafts of pages with a ranking: each row is an entity, and its rank follows from a number."""

from __future__ import annotations

import tomllib

import pytest

from extractor import extract
from extractor.draft import draft

from .measuring import compiled

TOWNS = ("Aldermoor", "Port Brine", "Low Fen", "Stow", "Holt")


def ranked(rents: tuple[int, ...], first: int = 1) -> str:
    """A page that ranks towns by rent, in that order."""
    towns = enumerate(zip(TOWNS, rents, strict=False), first)
    rows = [f"| {n}th | {town} | {rent} |" for n, (town, rent) in towns]
    text = "\n".join(["| Place | Town | Rent |", *rows])
    return text.replace("1th", "1st").replace("2th", "2nd").replace("3th", "3rd") + "\n"


@pytest.mark.parametrize(
    ("pages", "first"),
    [
        ([(900, 800, 700, 60), (950, 850, 750, 650, 55)], "highest"),
        ([(900, 800, 800, 60), (950, 850, 750, 650, 55)], "highest"),  # two share a rank or not
        ([(60, 700, 800, 900), (55, 650, 750, 850, 950)], "lowest"),
        ([(900, 800, 700, 60), (55, 650, 750, 850, 950)], None),
        ([(900, 800, 700, 60), (950, 750, 850, 650, 55)], None),
        ([(900, 800, 700), (950, 850, 750)], None),  # three may be in order by chance
    ],
)
def test_a_rank_that_follows_from_a_number_is_a_rule(
    pages: list[tuple[int, ...]], first: str | None
) -> None:
    made = tomllib.loads(draft([ranked(rents) for rents in pages], "towns"))
    rule = {"kind": "ranks", "field": "place", "by": "rent", "first": first}
    assert made.get("rules", []) == ([rule] if first else [])


def test_ordinals_that_begin_elsewhere_rank_nobody() -> None:
    pages = [ranked((900, 800, 700, 60), 4), ranked((950, 850, 750, 650), 4)]
    assert "rules" not in tomllib.loads(draft(pages, "towns"))


def test_an_ellipsis_stands_for_rows_of_a_ranking() -> None:
    made = compiled(draft([ranked((900, 800, 700, 60)), ranked((950, 850, 750, 650))], "towns"))
    page = ranked((930, 830, 730, 630)).replace("| 4th", "| … | … | … |\n| 9th")
    stacked = "\n".join([cell.strip() for cell in page.split("|") if cell.strip()])
    record = extract(f"{stacked}\n", made)
    assert len(list(record.facts())) == 8 and not record.residue
