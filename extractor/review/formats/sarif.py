"""`sarif`: the Static Analysis Results Interchange Format, version 2.1.0 (OASIS).

One run, with all codes as its rules. Columns count code points. For a document that is one line of
a file, the region is that line; the position in the document is in `properties`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import quote

from extractor import __version__
from extractor.review.baseline import fingerprint
from extractor.review.formats.base import Format
from extractor.review.remark import Place, Remark
from extractor.review.terminal import Paint
from extractor.rules import Code, codes

VERSION = "2.1.0"
SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
#: SARIF's name of each severity
LEVELS = {"error": "error", "warning": "warning", "info": "note"}
INDEX = {code.code: number for number, code in enumerate(codes())}


class Sarif(Format):
    """A log with one run."""

    name = "sarif"

    def __init__(self, paint: Paint) -> None:
        super().__init__(paint)
        self._lead = "\n"

    def begin(self) -> Iterator[bytes]:
        """Opens the log: the tool and its rules, up to the results."""
        driver = {
            "name": "extractor",
            "semanticVersion": __version__,
            "rules": [_rule(code) for code in codes()],
        }
        head = {"$schema": SCHEMA, "version": VERSION}
        yield (
            f'{_json(head)[:-1]}, "runs": [{{"tool": {_json({"driver": driver})},'
            ' "columnKind": "unicodeCodePoints", "results": ['
        ).encode()

    def document(self, document: str, remarks: Iterable[Remark]) -> Iterator[bytes]:
        """A result for each remark."""
        for remark in remarks:
            yield f"{self._lead}{_json(_result(remark))}".encode()
            self._lead = ",\n"

    def end(self) -> Iterator[bytes]:
        """Closes the log."""
        yield b"\n]}]}\n"


def _rule(code: Code) -> dict[str, Any]:
    return {
        "id": code.code,
        "name": "".join(word.capitalize() for word in code.name.split("-")),
        "shortDescription": {"text": code.checks},
        "fullDescription": {"text": code.matters},
        "help": {"text": code.page()},
        "defaultConfiguration": {"level": LEVELS[code.severity]},
        "properties": {"name": code.name},
    }


def _result(remark: Remark) -> dict[str, Any]:
    finding = remark.finding
    first, *others = [_location(remark, place) for place in remark.places]
    result: dict[str, Any] = {
        "ruleId": finding.code,
        "ruleIndex": INDEX[finding.code],
        "level": LEVELS[finding.severity],
        "message": {"text": finding.message},
        "locations": [first],
    }
    if others:
        result["relatedLocations"] = [{"id": n, **one} for n, one in enumerate(others, 1)]
    return result | {
        "partialFingerprints": {"extractor/v1": fingerprint(remark)},
        "properties": {
            "document": remark.document,
            "id": remark.id,
            "page_line": remark.places[0].line,
            "page_column": remark.places[0].column,
            "entity": finding.entity,
            "field": finding.field,
            "spans": [list(span) for span in finding.spans],
        },
    }


def _location(remark: Remark, place: Place) -> dict[str, Any]:
    if place.document != remark.document:
        return {"logicalLocations": [{"fullyQualifiedName": place.document, "kind": "resource"}]}
    region = {
        "startLine": place.line,
        "startColumn": place.column,
        "endLine": place.end_line,
        "endColumn": place.end_column,
        "charOffset": place.start,
        "charLength": place.end - place.start,
    }
    return {
        "physicalLocation": {
            "artifactLocation": {"uri": quote(remark.source.replace("\\", "/"))},
            "region": region if remark.row is None else {"startLine": remark.row},
        },
        "logicalLocations": [{"fullyQualifiedName": remark.document, "kind": "resource"}],
    }


def _json(value: Any) -> str:
    return json.dumps(value)


FORMAT = Sarif
