"""The pydantic model of a family: what comes out validates and comes back, in code as at once."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from extractor import Grammar, extract, load_grammar
from extractor.grammar import GrammarFile, compile_grammar, families
from extractor.synthesis.faults import BORDERED
from extractor.synthesis.generator import generate
from tests.size import some

ROOT = Path(__file__).resolve().parents[2]
#: families of which some pages without borders name nobody for sure: they have no heading, and
#: their sentences leave out a phone of several, or stand in no line of their own. Of glued pages
#: some of any family do.
NAMELESS = {"phones", "gpus-in-prose"}
SAMPLES = sorted((ROOT / "samples").glob("*/*.txt"))
ODD = """
family = "odd-names"
description = 'What a page says: "no" to all of it, even \\ and \"\"\" at once'
locale = "en-US"
entities = 2
missing = ["-"]
[fields.class]
type = "boolean"
description = "A word of Python's"
[fields.copy]
type = "dimensions"
unit = "mm"
description = "A name of pydantic's"
[fields.model_year]
type = "date"
description = "Protected"
[fields.entity]
type = "duration"
units = ["month", "year"]
description = "A class of ours"
[fields.price]
type = "money"
unit = "USD"
bounds = [0.5, 10]
description = "Its 'price', \\"quoted\\""
[[sections]]
name = "facts"
[sections.table]
class = "Class"
copy = "Copy"
model_year = "Model year"
entity = "Entity"
price = "Price"
"""
PAGE = """\
| Red Door | Blue Door | |
| Class | Yes | No |
| Copy | 1 x 2 mm | - |
| Model year | January 1993 | 2001 |
| Entity | 6-12 months | 2 years |
| Price | $3 | $4.50 |
"""


@pytest.fixture(scope="module")
def odd() -> Grammar:
    """A grammar whose names are taken elsewhere."""
    return compile_grammar(GrammarFile.validated(tomllib.loads(ODD)))


def run(grammar: Grammar) -> Any:
    """The model that the grammar's code makes."""
    module: dict[str, Any] = {}
    exec(compile(grammar.model_code(), "models", "exec", dont_inherit=True), module)
    return next(
        model for name, model in module.items() if name.endswith("Record") and name != "Record"
    )


def pages(grammar: Grammar) -> list[str]:
    saved = [path.read_text("utf-8") for path in SAMPLES if path.parent.name == grammar.family]
    made = list(generate(grammar, some(20), seed="models"))
    read = [page for page in made if extract(page.text, grammar).family]
    assert all([page in read for page in made if page.layout in BORDERED])
    unread = {page.layout for page in made if page not in read}
    assert grammar.family in NAMELESS or unread <= {"glued"}
    return saved + [page.text for page in read]


@pytest.mark.parametrize("family", families())
def test_a_record_validates_and_comes_back(family: str) -> None:
    grammar = load_grammar(family)
    for model in (grammar.model, run(grammar)):
        for page in pages(grammar):
            plain = extract(page, grammar).to_dict()
            typed = model.model_validate(plain)
            assert typed.model_dump(mode="json", exclude_unset=True, by_alias=True) == plain


@pytest.mark.parametrize("family", families())
def test_code_and_model_are_one(family: str) -> None:
    grammar = load_grammar(family)
    assert run(grammar).model_json_schema() == grammar.model.model_json_schema()
    assert grammar.model is load_grammar(family).model


def test_fields_have_types_and_units() -> None:
    model = load_grammar("occupation-comparison").model
    assert model.__name__ == "Record[OccupationComparison]"
    schema = model.model_json_schema()["$defs"]["OccupationComparison"]["properties"]
    assert schema["hourly_rate"]["unit"] == "USD/hour"
    assert schema["job_count"]["anyOf"] == [{"type": "integer"}, {"type": "null"}]
    page = (ROOT / "samples/occupation-comparison/lineman-vs-chairperson.txt").read_text("utf-8")
    lineman = model.model_validate(extract(page).to_dict()).entities[0]
    assert (lineman.title, lineman.hourly_rate, lineman.salary_range.low) == (
        "Lineman",
        32.0,
        44000,
    )
    assert "lgbt_percentage" in lineman.model_fields_set


def test_a_name_that_is_taken_gets_a_line_under_it(odd: Grammar) -> None:
    plain = extract(PAGE, odd).to_dict()
    assert len(plain["entities"][0]) == 6
    for model in (odd.model, run(odd)):
        typed = model.model_validate(plain)
        red = typed.entities[0]
        assert (red.class_, red.copy_, red.model_year) == (True, [1.0, 2.0], "1993-01")
        assert typed.model_dump(mode="json", exclude_unset=True, by_alias=True) == plain


@pytest.mark.parametrize(
    "change", [{"price": "a lot"}, {"prices": 3}, {"title": None}, {"entity": {"low": 1}}]
)
def test_another_record_is_refused(odd: Grammar, change: dict[str, Any]) -> None:
    plain = extract(PAGE, odd).to_dict()
    plain["entities"][0] |= change
    with pytest.raises(ValidationError):
        odd.model.model_validate(plain)


def test_the_command_prints_the_code(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "extractor", "schema", "--pydantic", "cost-of-living"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=True)
    assert done.stdout == load_grammar("cost-of-living").model_code()
