"""Whole pages: each gives exactly the facts and the findings that were written down for it by hand.

A new page goes into samples/<family>/ with its facts and, where a rule must speak, its findings.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from extractor import extract, load_grammar
from extractor.grammar import Grammar, GrammarFile, compile_grammar

if TYPE_CHECKING:
    from tests.conftest import SavedPage


def plain(facts: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Facts as JSON has them, in the order of their places."""
    made = [json.loads(json.dumps(fact, default=float)) for fact in facts]
    return sorted(made, key=lambda f: (f["start"], f["end"], f["entity"]))


def test_a_sample_gives_its_facts(sample: SavedPage) -> None:
    assert plain(sample.record.facts()) == plain(sample.wanted("facts"))


def test_a_sample_gives_its_findings(sample: SavedPage) -> None:
    record = sample.record
    found = [
        {
            "code": finding.code,
            "severity": finding.severity,
            "entity": finding.entity,
            "field": finding.field,
            "spans": [[*span] for span in finding.spans if span.start < span.end],
            "text": [sample.text[a:b] for a, b in finding.spans if a < b],
        }
        for finding in record.findings
    ]
    planted = sample.path.with_suffix(".findings.jsonl").exists()
    assert found == (sample.wanted("findings") if planted else [])


#: what nothing accounts for: the cells of a column whose title is of neither entity
RESIDUE = {"glazier-vs-stonemason": ["High School Diploma, 53%", "Fine Arts", "-"]}


def test_a_page_is_accounted_for(saved: SavedPage) -> None:
    residue = [saved.text[start:end] for start, end in saved.record.residue]
    assert residue == RESIDUE.get(saved.path.stem, [])


def test_a_real_page_gives_its_facts(real: SavedPage) -> None:
    found, wanted = plain(real.record.facts()), plain(real.wanted("facts"))
    for fact, other in zip(found, wanted, strict=False):
        if fact["place"].startswith(other["place"] + ":"):
            fact["place"] = other["place"]
    assert found == wanted


def test_a_real_page_has_one_finding(real: SavedPage) -> None:
    record = real.record
    (finding,) = record.findings
    assert (finding.entity, finding.field) == (record.titles[1], "years_of_experience")
    assert [real.text[a:b] for a, b in finding.spans] == ["12", "6-12 months"]
    assert finding.message == (
        f"years_of_experience of {record.titles[1]} is 12 (year) in table:overview, but "
        "time_to_become says 6-12 months in prose:time; nothing shows which is wrong"
    )


def test_each_kind_of_page_is_among_the_samples(samples: list[SavedPage]) -> None:
    assert len(samples) >= 8
    assert {page.record.layout for page in samples} >= {"pipe", "gfm", "glued"}
    faulty = [page for page in samples if page.path.with_suffix(".findings.jsonl").exists()]
    assert 3 <= len(faulty) < len(samples)


def test_a_page_of_no_family_is_all_residue() -> None:
    record = extract("Kettles are sold by weight.", document="kettles")
    assert (record.family, record.residue) == (None, [(0, 27)])
    assert [(f.code, f.severity) for f in record.findings] == [("DOC001", "error")]


def test_an_empty_page_has_no_residue() -> None:
    record = extract("")
    assert (record.family, record.residue, record.entities) == (None, [], [])


def test_a_cell_with_words_of_a_sentence_does_not_read_it_twice() -> None:
    kettles = Path(__file__).parents[1] / "grammar" / "corpus" / "kettles.toml"
    page = (
        "At $39, a red kettle is cheaper than a steel kettle.\n"
        "Red Kettle Steel Kettle\nPrice $39 $45\nPrices this year $30 - $40 Less than $50\n"
    )
    record = extract(page, load_grammar(kettles))
    assert [m.place for m in record.mentions] == ["prose:verdict", *["table:facts"] * 4]
    assert len(record.claims) == 1


def of_pots(phrase: str, entities: int | str = 2) -> Grammar:
    """A grammar of pots with one sentence."""
    return compile_grammar(
        GrammarFile.validated(
            {
                "family": "pots",
                "description": "Pots",
                "entities": entities,
                "fields": {
                    name: {"type": "count", "description": name} for name in ("volume", "lids")
                },
                "sections": [
                    {"name": "all", "heading": "{x} vs {y}", "sentences": {"pot": phrase}},
                ],
            }
        )
    )


def test_a_sentence_that_names_one_of_two_gives_values_of_the_other() -> None:
    grammar = of_pots("The {x} is larger, {x.volume} l against {other.volume}.")
    page = "Pan vs Pot\n\nThe Pot is larger, 5 l against 3.\n"
    facts = [(fact["entity"], fact["text"]) for fact in extract(page, grammar).facts()]
    assert facts == [("Pot", "5"), ("Pan", "3")]


def test_a_sentence_with_the_other_of_three_is_not_read() -> None:
    grammar = of_pots("The {x} is larger, {x.volume} l against {other.volume}.", "columns")
    page = "Pan vs Pot vs Wok\n\n| | Pan | Pot | Wok |\n\nThe Pot is larger, 5 l against 3.\n"
    assert [*extract(page, grammar).facts()] == []


def test_a_sentence_is_read_without_what_may_follow_it() -> None:
    grammar = of_pots("The {x} holds {x.volume} l.[ It has {x.lids} lids.]")
    page = "Pan vs Pot\n\nThe Pan holds 3 l. It has an ear. It has 2 lids.\n"
    assert [fact["text"] for fact in extract(page, grammar).facts()] == ["3"]


def test_a_full_stop_before_an_optional_sentence_is_no_decimal_mark() -> None:
    phrase = "A {x} costs {x.price}.[ It has {x.lids} lids.]"
    price = {"type": "money", "unit": "USD/month", "description": "Price"}
    made = compile_grammar(
        GrammarFile.validated(
            {
                "family": "kitchen",
                "description": "Two things compared",
                "entities": 2,
                "fields": {"price": price, "lids": {"type": "count", "description": "Lids"}},
                "sections": [{"name": "all", "sentences": {"cost": phrase}}],
            }
        )
    )
    text = "Pan vs Pot\n\nA Pan costs $7.99 a month. It has 3 lids. A Pot costs $8.99 a month."
    shown = [fact["text"] for fact in extract(text, made).facts()]
    assert shown == ["$7.99 a month", "3", "$8.99 a month"]
