"""Real pages of other families, with facts judged by hand, where they are (`EXTRACTOR_CORPUS`).

A fact counts as right if it stands where the page states one, and of the same entity; as wrong if
it stands there and is of another one, or touches two. floors.toml has how many must be right: with
the bundled grammars to choose from, with a grammar that knows nothing but the labels, each a text,
or without one; none may be wrong.
"""

from __future__ import annotations

import json
import os
import tomllib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from extractor import Grammar, Record, extract, grammars, load_grammar
from extractor.engine import check
from extractor.grammar import label_key

HERE = Path(__file__).parent
FLOORS = tomllib.loads((HERE / "floors.toml").read_text("utf-8"))
#: how a family is read; beside these, floors have settings
WAYS = ("generic", "grammar", "labels")
PAGES = Path(os.environ.get("EXTRACTOR_CORPUS", "nowhere")).parent / "pages"


def gold(family: str) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """The pages of a family, with their facts."""
    for path in sorted((PAGES / family).glob("*.gold.jsonl")):
        rows = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
        name = path.name.removesuffix(".gold.jsonl")
        yield (path.parent / f"{name}.txt").read_bytes().decode("utf-8"), rows


def judged(record: Record, wanted: list[dict[str, Any]]) -> Counter[str]:
    """How many facts of a page are right, and how many of the record's are wrong."""
    owners: dict[str, Counter[str]] = {}
    met: dict[int, bool] = {}
    wrong = 0
    for fact in record.facts():
        touched = [
            n for n, row in enumerate(wanted)
            if row["start"] < fact["end"] and fact["start"] < row["end"]
        ]  # fmt: skip
        if len({(wanted[n]["start"], wanted[n]["end"]) for n in touched}) > 1:
            wrong += 1
            continue
        for number in touched:
            names = [wanted[number]["entity"], *wanted[number].get("also", ())]
            if names[0].startswith("#"):  # the page shows no name: any one that stays the same
                owners.setdefault(names[0], Counter())[fact["entity"]] += 1
                names = [owners[names[0]].most_common(1)[0][0]]
            same = fact["entity"].casefold() in [" ".join(n.split()).casefold() for n in names]
            met[number] = met.get(number, False) or same
    wrong += sum([not same for same in met.values()])
    return Counter(right=sum(met.values()), wrong=wrong)


def labelled(family: str, entities: int | str, folder: Path) -> Grammar:
    """A grammar that knows the labels of a family's pages and nothing else."""
    labels = {label_key(row["label"]): row["label"] for _, rows in gold(family) for row in rows}
    columns = entities == "rows"
    spelt = {f"field_{number}": label for number, label in enumerate(labels.values())}
    lines = [
        f"family = '{family}'", "description = 'Labels alone.'", "locale = 'en-US'",
        f"entities = {json.dumps(entities)}",
        *[f"fields.{name} = {{ type = 'text', description = 'A cell.' }}" for name in spelt],
        "[[sections]]", "name = 'all'",
        "[sections.columns]" if columns else "[sections.table]",
        *["title = ['City', 'Name']" for _ in range(columns)],
        *[f"{name} = {json.dumps(label)}" for name, label in spelt.items()],
    ]  # fmt: skip
    path = folder / f"{family}.toml"
    path.write_text("\n".join(lines), "utf-8")
    return load_grammar(path)


@pytest.mark.parametrize(
    ("family", "way"), [(f, way) for f in FLOORS for way in FLOORS[f] if way in WAYS]
)
def test_a_family(family: str, way: str, tmp_path: Path) -> None:
    floor = FLOORS[family][way]
    if not (PAGES / family).is_dir():
        pytest.skip("the pages are not here")
    grammar: Grammar | str | None = "generic" if way == "generic" else None
    if way == "labels":
        grammar = labelled(family, FLOORS[family].get("entities", 2), tmp_path)
    counts: Counter[str] = Counter()
    for text, rows in gold(family):
        record = extract(text, grammar=grammar)
        assert way != "grammar" or record.family in (FLOORS[family]["name"], None)
        counts += judged(record, rows)
    assert counts["wrong"] == 0
    assert counts["right"] >= floor, counts


@pytest.mark.parametrize("family", [name for name in FLOORS if "name" not in FLOORS[name]])
def test_pages_of_other_families_give_no_value(family: str) -> None:
    for text, _ in gold(family):
        assert list(extract(text).facts()) == []


@pytest.mark.parametrize("family", grammars())
def test_a_grammar_reads_its_examples(family: str) -> None:
    grammar = load_grammar(family)
    assert grammar.path is not None and grammar.file.examples
    assert check(grammar.path) == []
