"""Tables without borders that lose cells, hold titles of sections and break cells, read without a
grammar: hardly any value comes out that the page does not state."""

from __future__ import annotations

import re
from random import Random

import pytest

from extractor import extract

WORDS = re.findall(
    r"\w+",
    """
    alpha bravo carbon delta ember flint grove harbor iron jade kiln lumen maple nickel onyx pearl
    quartz ridge slate timber umber violet willow yarrow zinc north south east west upper lower
    river lake stone metal water fire light dark open closed public private basic full part single
    """,
)
UNITS = ("kg", "mm", "GHz", "W", "MB/s", "%")
#: facts of all pages that must be read, and values in a thousand that may be wrong: random words
#: meet in ways that no page has
LEAST = {"stacked": 0.3, "spaced": 0.25, "glued": 0.3, "listed": 0.1}
MOST_WRONG = {"stacked": 2, "spaced": 5, "glued": 2, "listed": 2}

#: facts by name, label and text
Facts = set[tuple[str, str, str]]


def words(random: Random, most: int) -> str:
    """A text of some words that begins with a capital."""
    return " ".join(random.choices(WORDS, k=random.randint(1, most))).capitalize()


def value(random: Random, kind: str, unit: str) -> str:
    """A value of a row or column."""
    number = random.randint(1, 999)
    match kind:
        case "number":
            return str(number)
        case "unit":
            return f"{number} {unit}"
        case "rough":
            return random.choice((f"{number} {unit}", f"about {number} {unit}", "Unknown"))
        case "price":
            return f"${number}"
        case "answer":
            return random.choice(("Yes", "No"))
        case "list":
            return ", ".join([words(random, 2) for _ in range(random.randint(1, 3))])
        case "named":
            return f"{words(random, 2)} {number}"
        case _:
            return words(random, 3)


KINDS = ("number", "unit", "rough", "price", "answer", "list", "named", "words", "words")


def compared(random: Random, layout: str) -> tuple[str, Facts]:
    """A page that compares two to four things, and what it states."""
    many = random.choice((2, 2, 3, 4))
    names = [f"{word.capitalize()} {n}x" for n, word in enumerate(random.sample(WORDS, many))]
    lost, marked, titled = [random.choice((0, 0, share)) for share in (0.1, 0.1, 0.15)]
    head = random.choice((" vs ", " - ")).join(names)
    lines = [head, "", f"We find that the {names[0]} beats the {names[1]} in most of the ways."]
    blank = random.choice((False, False, True))
    facts: Facts = set()

    def put(cells: list[str]) -> None:
        lines.extend([""] if blank else [])
        shown = [cell for cell in cells if cell]
        lines.extend(shown if layout == "stacked" else [_JOINTS[layout].join(shown)])

    put([random.choice(("", "Test")), *names])
    for _ in range(random.randint(3, 30)):
        if random.random() < titled:
            put([words(random, 2)])
        label, kind, unit = words(random, 3), random.choice(KINDS), random.choice(UNITS)
        cells = [value(random, kind, unit) for _ in names]
        cells = ["-" if random.random() < marked else cell for cell in cells]
        cells = ["" if random.random() < lost else cell for cell in cells]
        facts |= {(name, label, cell) for name, cell in zip(names, cells, strict=True)}
        put([label, *cells])
    return "\n".join([*lines, "", "That is all that we know."]), facts


_JOINTS = {"spaced": " ", "glued": ""}


def listed(random: Random, layout: str) -> tuple[str, Facts]:
    """A page of things of a row each, a cell a line, and what it states."""
    labels = list(dict.fromkeys([words(random, 2) for _ in range(random.randint(2, 6))]))
    kinds = [random.choice(KINDS) for _ in labels]
    units = [random.choice(UNITS) for _ in labels]
    lost, titled = [random.choice((0, 0, share)) for share in (0.05, 0.1)]
    lines = ["We have looked at all of them.", *random.choice(([], [words(random, 2)])), *labels]
    facts: Facts = set()
    for number in range(random.randint(2, 12)):
        lines += [words(random, 2)] if random.random() < titled else []
        name = f"{words(random, 1)} the {'x' * (number + 1)}"
        cells = [value(random, *one) for one in zip(kinds, units, strict=True)]
        shown = ["" if random.random() < lost else cell for cell in cells[1:]]
        facts |= {(name, label, cell) for label, cell in zip(labels[1:], shown, strict=True)}
        lines += [name, *[cell for cell in shown if cell]]
    return "\n".join([*lines, "", "That is all that we know."]), facts


@pytest.mark.parametrize("layout", LEAST)
def test_tables_that_lost_their_shape_give_no_wrong_values(layout: str) -> None:
    stated = right = wrong = 0
    for seed in range(150):
        write = listed if layout == "listed" else compared
        page, facts = write(Random(f"{layout} {seed}"), layout)
        stated += len([text for _, _, text in facts if text])
        for fact in extract(page, grammar="generic").rows():
            is_right = (fact["entity"], fact["field"], fact["text"]) in facts
            right += is_right
            wrong += not is_right
    assert right >= LEAST[layout] * stated
    assert 1000 * wrong <= MOST_WRONG[layout] * (right + wrong)
