"""What a sound grammar may say and still cannot work is told, with its key."""

from __future__ import annotations

from pathlib import Path

import pytest

from extractor import grammars
from extractor.engine import check, doubts
from extractor.grammar.loader import folder

CORPUS = Path(__file__).parent / "corpus"

NOWHERE = "nothing states it; add it to a table, sentence or part"
NAMELESS = (
    "sections: nothing shows the entities' names: there is no table, no heading has two, and no "
    "sentence has {x:a}; add one of these"
)


@pytest.mark.parametrize(
    ("was", "to", "says"),
    [
        ('price = "Price"', "", []),
        ('{cores}: {big}, [and ]{small}"', '{cores}: {big}"\n\n[fields.weight]\ntype = "count"\n'
         'description = "weight"', [f"fields.weight: {NOWHERE}"]),
        ('description = "those that are thrifty" }', 'description = "those that are thrifty" }\n'
         'cost = { type = "money", unit = "USD", description = "cost" }\n'
         '[[rules]]\nkind = "jumps"\nfield = "cost"\nfactor = 2',
         [f"fields.cost: {NOWHERE}",
          "rules.1.field: no page states cost, so it never applies"]),
    ],
)  # fmt: skip
def test_a_field_that_nothing_states(was: str, to: str, says: list[str], tmp_path: Path) -> None:
    path = tmp_path / "phones.toml"
    text = (CORPUS / "phones.toml").read_text("utf-8")
    assert was in text
    path.write_text(text.replace(was, to), "utf-8")
    assert check(path) == []
    assert doubts(path) == [f"{path}: warning: {one}" for one in says]


def test_what_hides_labels_and_sections(tmp_path: Path) -> None:
    path = tmp_path / "phones.toml"
    text = (CORPUS / "phones.toml").read_text("utf-8")
    head = 'boilerplate = ["Price", "In stock"]\n' + text[: text.index("[fields]")]
    path.write_text(
        f'{head}[fields.price]\ntype = "money"\nunit = "USD"\ndescription = "price"\n'
        '[[sections]]\nname = "old"\nheading = "Prices"\n[sections.table]\nprice = "Price"\n'
        '[[sections]]\nname = "new"\nheading = ["Costs", "Prices"]\n[sections.table]\n'
        'price = "New price"\n',
        "utf-8",
    )
    assert check(path) == []
    assert doubts(path) == [
        f"{path}: warning: boilerplate: 'Price' is a label, too, and is not read as one; remove it",
        f"{path}: warning: sections.new.heading: section old has the heading 'Prices', too, so "
        "that values of one may count for the other; add words to tell them apart",
    ]


@pytest.mark.parametrize(
    ("heading", "sentence", "says"),
    [
        ("Two phones", "{x} is {x.price is cheaper|dearer than y} than {y}.", [NAMELESS]),
        ("Two phones", "{x:a} is {x.price is cheaper|dearer than y} than {y}.", []),
        ("{x} vs {y}", "{x} is {x.price is cheaper|dearer than y} than {y}.", []),
        (
            "{x} vs {y}",
            "It costs {x.price} now.",
            ["verdict: nothing shows whose {x.price} is; add {x} to it"],
        ),
        (
            "{x} vs {y}",
            "Both cost {both.price} now.",
            ["verdict: nothing shows whose {both.…} is; add the entities to it"],
        ),
        ("{x} vs {y}", "The {x} costs {x.price}, not {other.price}.", []),
        (
            "{x} vs {y}",
            "The {x} and the {y} cost {other.price} now.",
            ["verdict: {other.…} is the other of two entities: name just one in the sentence"],
        ),
        (
            "{x} vs {y}",
            "{x:a} is {x.price is cheaper|dearer than y} for us.",
            ["verdict: nothing shows whose {x.price is cheaper|dearer than y} is; add {y} to it"],
        ),
    ],
)
def test_a_page_that_names_nobody(
    heading: str, sentence: str, says: list[str], tmp_path: Path
) -> None:
    path = tmp_path / "phones.toml"
    text = (CORPUS / "phones.toml").read_text("utf-8")
    head = text[: text.index("[fields]")] + '[fields.price]\ntype = "money"\nunit = "USD"\n'
    path.write_text(
        f'{head}description = "price"\n[[sections]]\nname = "opening"\nheading = "{heading}"\n'
        f'[sections.sentences]\nverdict = "{sentence}"\ncost = "{{x}} costs {{x.price}} now."\n',
        "utf-8",
    )
    assert check(path) == []
    told = [one if one == NAMELESS else f"sections.opening.sentences.{one}" for one in says]
    assert doubts(path) == [f"{path}: warning: {one}" for one in told]


@pytest.mark.parametrize("family", grammars())
def test_bundled_grammars_have_none(family: str) -> None:
    assert doubts(folder() / f"{family}.toml") == []
