"""On a spoilt page, what comes out is stated, or a finding on its field speaks against it."""

from __future__ import annotations

from decimal import Decimal

import pytest

from extractor import Grammar, extract, grammars, load_grammar
from extractor.synthesis import Seeded, generate, page
from extractor.synthesis.damage import DAMAGES, Damage, Spoilt, silent, spoil, spoil_any
from extractor.synthesis.fuzzing.laws import damage as law
from extractor.synthesis.fuzzing.trial import Trial
from extractor.synthesis.phrases import Fact

from .running import run

FAMILIES = grammars()
#: share of spoilt pages on which reading by shape alone gives a wrong value
WITHOUT_GRAMMAR = 0.02


@pytest.fixture(scope="module", params=FAMILIES)
def grammar(request: pytest.FixtureRequest) -> Grammar:
    """Each bundled grammar."""
    return load_grammar(request.param)


@pytest.mark.parametrize("damage", DAMAGES, ids=lambda damage: damage.name)
def test_no_value_is_silently_wrong(damage: Damage) -> None:
    wrong = [case for case in run(48, "tests", only=[damage.name]) if case.silent]
    assert [(case.layout, case.name, case.silent) for case in wrong] == []


def test_rows_of_other_labels_cost_no_value_of_the_grammar() -> None:
    wrong = [case for case in run(392, "unknown", unknown="generic") if case.silent]
    assert [(case.damage, case.layout, case.name, case.silent) for case in wrong] == []


def test_few_values_are_silently_wrong_without_a_grammar() -> None:
    cases = [*run(392, "shapes", generic=True)]
    wrong = [case for case in cases if case.silent]
    assert len(wrong) <= WITHOUT_GRAMMAR * len(cases), [case.name for case in wrong]


@pytest.mark.parametrize("damage", DAMAGES, ids=lambda damage: damage.name)
def test_damage_changes_the_page_and_comes_again(damage: Damage, grammar: Grammar) -> None:
    spoilt = 0
    for made in generate(grammar, 12, "again", ("pipe", "gfm", "stacked")):
        found = spoil(damage, made, Seeded(made.name))
        if found is not None:
            spoilt += 1
            assert found.text != made.text
            assert found == spoil(damage, made, Seeded(made.name))
    assert spoilt or not grammar.tables


def test_a_value_that_is_not_stated_is_found(grammar: Grammar) -> None:
    made = page(grammar, Seeded("wrong"), "pipe", name="wrong")
    record = extract(made.text, grammar)
    assert silent(Spoilt(made.text, (made.facts,)), record) == []
    left = [fact for fact in made.facts if fact != made.facts[-1]]
    same = [f for f in left if (f.entity, f.field) == (made.facts[-1].entity, made.facts[-1].field)]
    gone = made.facts[-1]._replace(value="something else")
    stated = [fact for fact in left if fact not in same]
    (wrong,) = silent(Spoilt(made.text, ((*stated, gone),)), record)
    assert (wrong.entity.casefold(), wrong.field) == (gone.entity.casefold(), gone.field)
    assert wrong.stated == ("something else",)


def test_a_text_without_a_line_that_was_lost_is_stated() -> None:
    grammar = load_grammar("occupation-comparison")
    made = next(p for p in generate(grammar, 40, "text") if "description" in str(p.facts))
    fact = next(fact for fact in made.facts if fact.field == "description")
    words = str(fact.value).split()
    for gone, wrong in ((("none", "of", "it"), 1), (tuple(words[2:5]), 0)):
        told = " ".join([*words[:2], *words[5:]])
        record = extract(made.text, grammar)
        titles = [title.casefold() for title in record.titles]
        values = [{"description": told} if t == fact.entity.casefold() else {} for t in titles]
        record.values = values
        assert len(silent(Spoilt(made.text, (made.facts,), gone), record)) == wrong


def test_columns_without_names_may_be_any_entitys() -> None:
    grammar = load_grammar("phones")
    rows = ("Brand", "Acer Apple Asus HTC Sony"), ("Weight", "31 32 33 34 35")
    cells = ((label, *shown.split()) for label, shown in rows)
    record = extract("".join([f"| {' | '.join(row)} |\n" for row in cells]), grammar)
    wrongs = []
    for weights in ((35, 34, 33, 32, 31), (35, 34, 33, 31, 32)):
        makers = ("Sony", "HTC", "Asus", "Apple", "Acer")
        names = zip("EDCBA", makers, weights, strict=True)
        facts = [
            Fact(title, field, value, unit, "table:specs")
            for title, maker, weight in names
            for field, value, unit in (("maker", maker, None), ("weight", Decimal(weight), "g"))
        ]
        wrongs.append(silent(Spoilt("", (facts,)), record))
    assert [len(wrong) for wrong in wrongs] == [0, 2]


def test_the_fuzzer_holds_the_law(grammar: Grammar) -> None:
    for made in generate(grammar, 8, "law"):
        found = spoil_any(made, Seeded(f"{made.name}:damage"))
        assert found is not None
        trial = Trial(grammar, made, True)
        assert list(law(trial)) == []
        assert trial.readings == 1
