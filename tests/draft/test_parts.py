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


TESTS = "".join(
    f"{title}\n{{a}}\n{{b}}\nSpeed\n{{{n}0}} {unit}\n{{{n}1}} {unit}\nTotal\n{{{n}2}} {unit}\n"
    f"{{{n}3}} {unit}\n\n"
    for n, (title, unit) in enumerate((("Per watt", "points/W"), ("Per minute", "points/min")), 1)
)


def test_a_label_of_several_tables_is_a_field_in_each() -> None:
    pages = [
        f"{a} vs {b}\n\n" + TESTS.format(*[""] * 10, *range(k * 53, k * 53 + 30), a=a, b=b)
        for k, (a, b) in enumerate((("Ash", "Elm"), ("Oak", "Fir"), ("Yew", "Bay")), 1)
    ]
    made = tomllib.loads(draft(pages, "tests"))
    assert [(one["heading"], one["cells"]) for one in made["sections"][-2:]] == [
        (
            ["{x} vs {y}", title] if title == "Per watt" else title,
            {
                "Speed": f"{{{name}_speed}} {unit}",
                "Total": f"{{{name}_total}} {unit}",
            },
        )
        for title, name, unit in (
            ("Per watt", "per_watt", "points/W"),
            ("Per minute", "per_minute", "points/min"),
        )
    ]
    assert "boilerplate" not in made


def test_a_factor_in_brackets_is_a_value() -> None:
    pages = [
        f"{a} vs {b}\n\n{a}\n{b}\n"
        + "".join(f"Test {n}\n{k}{n}.5k\n{n}{k}.2k (x0.{n}{k})\n" for n in range(1, 5))
        for k, (a, b) in enumerate((("Ash", "Elm"), ("Oak", "Fir"), ("Yew", "Bay")), 1)
    ]
    made = tomllib.loads(draft(pages, "tests"))
    cells = made["sections"][-1]["cells"]
    assert cells["Test 1"] == ["{test_1} \\(x{test_1_more}\\)", "{test_1}"]
