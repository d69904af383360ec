"""What a draft takes from lines that pages share, and from a figure beside two names."""

from __future__ import annotations

import tomllib

from extractor.draft import draft

PARTS = tuple(
    f"Parts: {a} vs {b}\n\nDescription\nThe {a} is of {one} while the {b} is of {other}.\n\n"
    f"In short, the {a} is {times} times faster than the {b}.\n\nSpecs\n"
    f"Part number\n{number}f3\n{number + 70}c5\nMaterial\n{one}\n{other}\nMaker\n"
    f"Top speed\n{speed} km/h\n{slow} km/h\nWeight\n{speed * 3} kg\n{slow * 3} kg\n\n"
    f"First test\n{a}\n{b}\nSpeed index\n{speed * 7}\n{slow * 7}\n"
    for a, b, one, other, times, number, speed, slow in (
        ("i5-650", "i7-72", "Copper", "Steel", "3.1", 506, 32, 16),
        ("i7-65", "i7-47", "Tin", "Copper", "1.8", 306, 36, 25),
        ("e9-100", "r3-53", "Steel", "Zinc", "2.2", 860, 35, 26),
    )
)
MADE = tomllib.loads(draft(PARTS, "parts"))


def test_labels_and_cells_are_no_boilerplate() -> None:
    assert MADE["boilerplate"] == ["Description", "Specs", "Maker", "First test"]


def test_a_figure_between_two_names_is_of_the_first() -> None:
    said = MADE["sections"][0]["sentences"]["in_short_the"]
    assert said == "In short, the {x} is {x.times_faster} times faster than the {y}."
