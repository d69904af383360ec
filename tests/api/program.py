"""A program of a user, for type checkers: every public name, with its types as an editor shows
them. Run as it is, it reads the samples."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import extractor
from extractor import Converted, Finding, Record, Remark
from extractor.typed import Entity
from extractor.typed import Record as Typed


def one(text: str) -> Record:
    record = extractor.extract(text, grammar="occupation-comparison", settle="majority")
    titles: tuple[str, ...] = record.titles
    findings: list[Finding] = list(record.findings)
    for (entity, field), still in record.open.items():
        print(titles[entity], field, still.why, [one.value for one in still.candidates])
    print(len(findings))
    return record


def many(folder: Path) -> Iterator[str]:
    for record in extractor.extract_many([folder], workers=1, decimal=True):
        yield record.document
    for record in extractor.extract_many(["a text", None, float("nan")]):
        yield record.document


def files(folder: Path, output: Path) -> int:
    counted: Converted = extractor.convert(folder, output, settle="table")
    remarks: list[Remark] = list(extractor.validate([folder], select=["AGR"]))
    model: type[Typed[Entity]] = extractor.load_grammar("occupation-comparison").model
    for record in extractor.read_records(output, model):
        for entity in record.entities:
            print(entity.title)
    for plain in extractor.read_records(output):
        print(plain["document"])
    return counted.records + len(remarks)


def message(name: str) -> str:
    try:
        return extractor.load_grammar(name).description
    except extractor.ExtractorError as error:
        return str(error)
