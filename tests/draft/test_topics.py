"""Sentences of one wording about several things: what they are about tells their fields apart."""

from __future__ import annotations

import itertools
import tomllib
from random import Random

import pytest

from extractor import extract
from extractor.draft import draft, lending

from .measuring import compiled

FOODS = ["oat porridge", "barley soup", "rye bread", "millet", "rice cake", "corn mush"]
TOPICS = {"fat": "g", "sugar": "g", "fiber": "g", "calcium": "mg", "vitamin B": "ug", "zinc": "mg"}

TOWNS = [*itertools.pairwise(["Ulm", "Zug", "Graz", "Bern", "Linz"])]

Facts = dict[tuple[str, str], str]


def page_of(seed: int) -> tuple[str, Facts]:
    """A page about two foods, and what it says: each thing in one of four wordings."""
    random = Random(f"topics {seed}")
    names = random.sample(FOODS, 2)
    facts: Facts = {}
    lines = [" vs ".join(map(str.capitalize, names)), "", "We cooked both.", ""]
    for topic, unit in TOPICS.items():
        amounts = [random.randint(20, 990) / 10 for _ in names]
        more, less = sorted(range(2), key=lambda n: -amounts[n])
        first = random.randrange(2)
        share = round(100 * (amounts[more] / amounts[less] - 1))
        said = [f"{n} has {v}{unit} of {topic}" for n, v in zip(names, amounts, strict=True)]
        lead = f"{names[0].capitalize()} and {names[1]} have similar amounts of {topic}"
        if share > 30:
            lead = f"{names[more].capitalize()} has {share}% more {topic} than {names[less]}"
        lines += [f"{lead} - {said[first]} per 100 grams and {said[1 - first]}.", ""]
        for name, amount in zip(names, amounts, strict=True):
            facts[name, topic.lower().replace(" ", "_")] = f"{amount}{unit}"
    return "\n".join([*lines, "Enjoy your meal.", ""]), facts


@pytest.mark.parametrize("seed", range(3))
def test_topics_tell_fields_apart(seed: int) -> None:
    """What drafted pages say of one thing, others may say of another."""
    text = draft([page_of(10 * seed + n)[0] for n in range(4)], "foods")
    grammar = compiled(text)
    right = stated = 0
    for n in range(100, 130):
        page, facts = page_of(n)
        stated += len(facts)
        for fact in extract(page, grammar).facts():
            key = fact["entity"].lower(), fact["field"]
            if key[1].endswith("_percent"):
                assert facts[key[0], key[1].removesuffix("_percent")]
            else:
                assert facts[key] == fact["text"], page
                right += 1
    assert right >= 0.9 * stated


def test_words_around_the_same_figure_everywhere_are_no_field() -> None:
    made = tomllib.loads(draft([page_of(n)[0] for n in range(4)], "foods"))
    said = [text for one in made["sections"] for text in one.get("sentences", {}).values()]
    assert said and all(["per 100 grams" in text for text in said])


def test_sentences_of_one_page_are_never_one_on_other_pages() -> None:
    """Even where they differ in several places, and some pages lack one."""
    subjects = {"Rents": "are", "Buying power": "is", "Wages": "are"}
    texts = []
    for n, (a, b) in enumerate(TOWNS):
        words = ["lower" if (k + n * (k + 1)) % 2 else "higher" for k in range(len(subjects))]
        lines = [
            f"- {subject} in {a} {verb} {10 + 7 * n + k}.5% {word} than in {b}"
            for k, ((subject, verb), word) in enumerate(zip(subjects.items(), words, strict=True))
        ]
        texts.append(
            "\n".join([f"{a} vs {b}", "", *lines[n % 2 :], "Summary", "", "So be it.", ""])
        )
    made = tomllib.loads(draft(texts, "towns"))
    said = [text for one in made["sections"] for text in one.get("sentences", {}).values()]
    assert sorted([text.partition(" in {x}")[0] for text in said]) == sorted(subjects)
    assert all([text.endswith(" than in {y}") for text in said])


def test_a_draft_has_no_more_sentences_than_a_grammar_may(monkeypatch: pytest.MonkeyPatch) -> None:
    """Lent ones are the first to go."""
    pages = [page_of(n)[0] for n in range(4)]
    whole = tomllib.loads(draft(pages, "foods"))
    monkeypatch.setattr(lending, "MAX_SPELT", 1_500)
    short = tomllib.loads(draft(pages, "foods"))
    sizes = [
        sum([len(text) for one in made["sections"] for text in one.get("sentences", {}).values()])
        for made in (whole, short)
    ]
    assert sizes[1] <= 1_500 < sizes[0]


def test_a_sentence_without_a_topic_is_no_other_with_one() -> None:
    """No page shows that they differ."""
    said = [
        [("Consumer Prices", "lower"), ("Rent Prices", "lower")],
        [("Consumer Prices", "lower"), ("Rent Prices", "higher")],
        [("Buying Power", "lower"), ("Rent Prices", "higher")],
        [("Buying Power", "lower"), ("Rent Prices", "lower")],
    ]
    texts = []
    for n, ((a, b), lines) in enumerate(zip(TOWNS, said, strict=True)):
        shown = [
            f"{subject} in {a} are {10 + 7 * n + k}.5% {word} than in {b}.\n"
            for k, (subject, word) in enumerate(lines)
        ]
        texts.append("\n".join([f"{a} vs {b}\n", *shown]))
    made = tomllib.loads(draft(texts, "towns"))
    found = [text for one in made["sections"] for text in one.get("sentences", {}).values()]
    subjects = {text.partition(" in {x}")[0] for text in found}
    assert subjects == {"Buying Power", "Consumer Prices", "Rent Prices"}
