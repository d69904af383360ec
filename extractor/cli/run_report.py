"""Writes `report.html` of a run next to `report.json`, and a page with an example of each finding.

In: the job and its report. Out: files. Examples are read from the dump again, if single documents
of it can be: text files, and uncompressed JSON lines.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from extractor.errors import ExtractorError, SettingError

if TYPE_CHECKING:
    from extractor.batch.job import Job
    from extractor.dumps.document import Document
    from extractor.review.html.book import Link

PAGES = ".pages"
"""Suffix of the folder of examples, after the report's name."""


def load_report(path: str | None) -> dict[str, Any] | None:
    """An earlier report; None without a path. Raises `SettingError` if the file is no report."""
    if path is None:
        return None
    try:
        with open(path, encoding="utf-8") as file:
            found = json.load(file)
        if {"documents", "records", "families", "layouts", "findings", "rejects"} <= set(found):
            return dict(found)
    except OSError as error:
        raise SettingError(f"{path}: {error.strerror}; name the report.json of a run") from None
    except (ValueError, TypeError):
        pass
    raise SettingError(f"{path}: not the report of a run; name a report.json")


def write_run_report(
    path: str, report: Mapping[str, Any], job: Job, against: Mapping[str, Any] | None, quiet: bool
) -> None:
    """Writes the page next to `path`, the JSON report. Prints a message instead of failing: the
    records of the run matter more than a page about them."""
    try:
        from extractor.dumps.target import store
        from extractor.review.html.run_report import run_report

        stem = os.path.splitext(path)[0]
        pages = _examples(stem + PAGES, report, job)
        store(stem + ".html", run_report(report, against, pages))
    except ExtractorError as error:
        said = str(error)
    except Exception as error:
        said = f"{type(error).__name__}: {error}; a bug of extractor, please report it"
    else:
        return
    if not quiet:
        print(f"{os.path.splitext(path)[0]}.html not written: {said}", file=sys.stderr)


def _examples(folder: str, report: Mapping[str, Any], job: Job) -> dict[str, str]:
    """Writes a page for each example; returns the links by code."""
    from extractor.dumps.target import store
    from extractor.review.html.book import Link, page

    links: dict[str, str] = {}
    home = Link(f"../{os.path.basename(folder).removesuffix(PAGES)}.html", "Report")
    written: dict[tuple[Any, ...], str] = {}
    for code, example in report["profile"]["examples"].items():
        subject = tuple(example)
        if subject not in written:
            data = _page(example, job, home, page)
            if data is None:
                continue
            os.makedirs(folder, exist_ok=True)
            written[subject] = f"{os.path.basename(folder)}/{code}.html"
            store(os.path.join(folder, f"{code}.html"), data)
        links[code] = written[subject]
    return links


def _page(example: list[Any], job: Job, home: Link, page: Any) -> bytes | None:
    from extractor import extract
    from extractor.engine.decisions import with_decisions
    from extractor.review.html.sheet import sheet

    document = _document(example, job)
    if document is None:
        return None
    grammars = job.load()
    record = extract(
        document.text,
        grammar=grammars,
        document=document.id,
        settle=job.settle,
        unknown=job.unknown,
    )
    record.origin = document.origin
    if job.decisions:
        record = with_decisions(record, job.decisions, grammars)
    grammar = next((one for one in grammars if one.family == record.family), None)
    data: bytes = page(sheet(record, grammar), [home])
    return data


def _document(example: list[Any], job: Job) -> Document | None:
    """The document of an example, read again; None if that would mean reading the whole file."""
    from extractor.dumps.document import Document, Raw, Span
    from extractor.dumps.readers import JSON_LINES, PLAIN, opening, pieces

    _, path, offset, line = example
    source = next((one for one in job.sources if one.path == path), None)
    if source is None or not os.path.isfile(path):
        return None
    with opening(source) as opened:
        whole = opened.file is opened.stream
        reader = opened.reader
    if not whole or reader not in (PLAIN, JSON_LINES):
        return None
    span = None
    if reader is JSON_LINES:
        with open(path, "rb") as file:
            file.seek(offset)
            end = offset + len(file.readline(job.settings.max_line_bytes))
        span = Span(offset, end, (line or 1) - 1)
    for found in pieces(source, job.settings, None, span):
        if isinstance(found.piece, Raw) and found.piece.offset == offset:
            document = reader.parse(found.piece, source, job.settings)
            return document if isinstance(document, Document) else None
    return None
