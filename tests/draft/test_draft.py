"""Grammars drafted from pages: sound, the same whatever the order, and true to pages unseen."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import Any

import pytest

from extractor import Grammar, extract, load_grammar
from extractor.draft import draft
from extractor.draft.drafting import MAX_PAGES
from extractor.engine import check
from extractor.errors import SettingError
from extractor.grammar import GrammarFile, compile_grammar
from extractor.record import to_json
from extractor.synthesis import generate

#: layouts of which a draft reads all cells: their borders can be seen, or a line has one cell
WHOLE = ("pipe", "gfm", "tabbed", "aligned", "grid", "stacked")
#: the share of sentence facts that a draft of five pages reads; lines of rows are none it drafts
LEAST = {"occupation-comparison": 0.8, "cost-of-living": 0.0}
PAGES = (
    "Pan vs Pot\n\nA pan costs $31, which is less than the $45 of a pot.\n\n"
    "| | Pan | Pot | Gap |\n"
    "| Price | $31 | $45 | $14 |\n| Weight | 900 g | 1,200 g | 300 g |\n| Lid | No | Yes | |\n",
    "Wok vs Kettle\n\nA wok costs $62, which is more than the $27 of a kettle.\n\n"
    "| | Wok | Kettle | Gap |\n"
    "| Price | $62 | $27 | $35 |\n| Weight | 1,450 g | 1,050 g | 400 g |\n| Lid | - | Yes | |\n",
    "Pot vs Wok\n\nA pot costs $45, which is less than the $62 of a wok.\n\n"
    "| | Pot | Wok | Gap |\n"
    "| Price | $45 | $62 | $17 |\n| Weight | 1,200 g | 1,450 g | 250 g |\n| Steel | 5% | 90% | |\n",
)


def compiled(text: str) -> Grammar:
    return compile_grammar(GrammarFile.validated(tomllib.loads(text)))


def test_a_draft_says_what_the_pages_show() -> None:
    made = tomllib.loads(draft(PAGES, "kitchen"))
    assert made["family"] == "kitchen" and made["entities"] == 2
    assert made["ignore"] == ["Gap"] and made["locale"] == "en-US"
    types = {name: (one["type"], one.get("unit")) for name, one in made["fields"].items()}
    assert types == {
        "price": ("money", "USD"),
        "weight": ("quantity", "g"),
        "lid": ("boolean", None),
        "steel": ("percent", None),
    }
    assert made["relations"] == {"less": "<", "more": ">"}
    sentences = made["sections"][0]["sentences"].values()
    assert list(sentences) == [
        "{x:a} costs {x.price}, which is {x.price is less|more than y} than the {y.price} of {y:a}."
    ]


def test_a_draft_tells_what_is_in_doubt() -> None:
    lines = draft(PAGES, "kitchen").splitlines()
    assert 'description = "Steel"  # on 1 of 3 pages' in lines
    assert 'type        = "quantity"  # 900 g; 1,200 g; 1,450 g' in lines


def test_the_order_of_pages_does_not_matter() -> None:
    assert draft(PAGES, "kitchen") == draft(PAGES[::-1], "kitchen") == draft(PAGES * 2, "kitchen")


def test_a_draft_is_sound_and_reads_its_own_pages(tmp_path: Path) -> None:
    text = draft(PAGES, "kitchen")
    file = tmp_path / "kitchen.toml"
    file.write_text(text, "utf-8")
    assert check(file) == []
    facts = [fact for page in PAGES for fact in extract(page, grammar=compiled(text)).facts()]
    assert len(facts) == 3 * (2 * 3 + 2)
    assert {fact["entity"] for fact in facts} == {"Pan", "Pot", "Wok", "Kettle"}


@pytest.mark.parametrize("texts", [["No table here.\n"], [f"{n}" for n in range(MAX_PAGES + 1)]])
def test_what_makes_no_draft_says_why(texts: list[str]) -> None:
    with pytest.raises(SettingError):
        draft(texts, "nothing")


COOKS = tuple(
    f"{a} vs {b}\n\nThe three best skills of {c} are {x}. The three best skills of {d} are {y}.\n\n"
    f"| {a} | {b} | |\n| Pay | ${pay} | $9 |\n| Age | 40 | 31 |\n\n"
    f"What does {c} do?\n{a}s work early. It is fun.\n{f'What does {d} do?' * both}\n"
    f"{b + 's rest. It is fun.' * both}\n\n"
    for a, b, c, d, x, y, pay, both in (
        ("Cook", "Baker", "a cook", "a baker", "salt and fire", "flour", 1400, True),
        ("Waiter", "Cook", "a waiter", "a cook", "trays, smiles and wine", "fire", 1250, True),
        ("Baker", "Diver", "a baker", "a diver", "flour and yeast", "air", 1330, False),
    )
)


def test_a_draft_reads_what_is_said_in_words_and_parts_of_each_entity() -> None:
    text = draft(COOKS, "kitchen")
    made = tomllib.loads(text)
    sentences = made["sections"][0]["sentences"]
    assert sentences["the_three_best"] == "The three best skills of {x:a} are {x.best_skills}."
    assert made["fields"]["best_skills"]["type"] == "list"
    each = {section["name"]: section["each"] for section in made["sections"] if "each" in section}
    assert each == {"what_does_do": {"heading": "What does {x:a} do?", "text": "what_does_do"}}
    assert "boilerplate" not in made
    record = extract(COOKS[1], compiled(text))
    assert record.entities[0]["best_skills"] == ["trays", "smiles", "wine"]
    assert record.entities[0]["what_does_do"] == "Waiters work early. It is fun."


def test_a_draft_carries_examples_that_hold(tmp_path: Path) -> None:
    text = draft(PAGES, "kitchen")
    (example,) = tomllib.loads(text)["examples"]
    assert example["text"] == "A pan costs $31, which is less than the $45 of a pot."
    assert [(one["entity"], one["value"]) for one in example["expect"]] == [
        ("pan", 31),
        ("pot", 45),
    ]
    (tmp_path / "bad.toml").write_text(text.replace("value = 31", "value = 32"), "utf-8")
    assert len(check(tmp_path / "bad.toml")) == 2


def test_a_figure_is_no_part_of_a_longer_one() -> None:
    pages = [
        page.replace("which is", f"or {n}-{n + 1} years' rent, which is").replace("$31", "$1")
        for n, page in enumerate(PAGES, 45)
    ]
    assert "{y.price}-" not in draft(pages, "kitchen")


def plain(value: Any) -> Any:
    """A value as JSON has it, whole numbers as integers."""
    read = json.loads(to_json(value))
    return int(read) if isinstance(read, float) and read == int(read) else read


@pytest.mark.parametrize("family", ["occupation-comparison", "cost-of-living"])
def test_a_draft_of_five_pages_reads_others(family: str) -> None:
    grammar = load_grammar(family)
    made = compiled(draft([p.text for p in generate(grammar, seed="draft", count=5)], "drafted"))
    found = wanted = said = told = 0
    for page in generate(grammar, seed="others", count=32):
        stated = [
            (fact.entity, plain(fact.value))
            for fact in page.facts
            if fact.place.startswith("table:")
        ]
        spoken = [
            (fact.entity, plain(fact.value))
            for fact in page.facts
            if fact.place.startswith("prose:")
        ]
        facts = [fact for fact in extract(page.text, grammar=made).facts()]
        heard = [(f["entity"], plain(f["value"])) for f in facts if f["place"].startswith("prose:")]
        assert all(fact in spoken for fact in heard), page.text
        said, told = said + len(heard), told + len(spoken)
        read = [(f["entity"], plain(f["value"])) for f in facts if f["place"].startswith("table:")]
        assert all(fact in stated for fact in read), page.text
        if page.layout in WHOLE:
            found, wanted = found + len(read), wanted + len(stated)
    assert found >= 0.95 * wanted
    assert said >= LEAST[family] * told
