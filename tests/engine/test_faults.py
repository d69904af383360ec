"""A page with one thing changed has one finding more, and that finding names what was changed.

The changes stand in corpus/faults.toml.
"""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from extractor import extract

if TYPE_CHECKING:
    from tests.conftest import SavedPage

FAULTS = tomllib.loads(
    Path(__file__).with_name("corpus").joinpath("faults.toml").read_text("utf-8")
)
_MARKED = re.compile(r"\[\[(.*)\]\]")


@pytest.mark.parametrize("fault", [pytest.param(f, id=f["title"]) for f in FAULTS["faults"]])
def test_the_finding_names_what_was_changed(
    fault: dict[str, Any], samples: list[SavedPage]
) -> None:
    clean = next(page for page in samples if page.path.stem == fault["page"])
    was = _MARKED.sub(r"\1", fault["at"])
    assert clean.text.count(was) == 1, "the corpus must say which of several"
    changed = clean.text.replace(was, _MARKED.sub(lambda _: fault["to"], fault["at"]))
    before = {(f.code, f.message) for f in clean.record.findings}
    (finding,) = [f for f in extract(changed).findings if (f.code, f.message) not in before]
    told = {"code": finding.code, "entity": finding.entity, "field": finding.field}
    assert {key: name for key, name in told.items() if name} == fault["finds"]
    named = [changed[start:end] for start, end in finding.spans]
    assert any(fault["to"] in text for text in named)
    assert fault["to"] in finding.message or finding.field == "race_ratio", "long ratios are cut"


@pytest.mark.parametrize(
    ("was", "to", "code"),
    [
        (r"(average salary of \$)(\d+)", r"\g<1>9\2", "AGR001"),
        (r"(Yearly salary \| \$)(\d+)", r"\g<1>9\2", "AGR001"),
        (r"(Hourly rate \| \$)(\d+)", r"\g<1>9\2", "SCL001"),
        (r"(Male, \d\d)\.\d", r"\g<1>", "SUM001"),
        (r"(Between \$)(\d+)", r"\g<1>9\2", "RNG001|RNG002"),
        (r"(which is )(higher)", r"\g<1>lower", "CLM001"),
        (r"(below\.\n\| )(\w+)", r"\g<1>Other", "ENT001"),
    ],
)
def test_a_changed_real_page_has_one_finding_more(
    real: SavedPage, was: str, to: str, code: str
) -> None:
    changed, times = re.subn(was, to, real.text, count=1)
    assert times == 1
    before = [f.message for f in real.record.findings]
    more = [f for f in extract(changed).findings if f.message not in before]
    assert len(more) == 1
    assert re.fullmatch(code, more[0].code)
