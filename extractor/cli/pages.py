"""The loop of commands that read dumps: sources in, one call per page."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING

from extractor.cli.interrupts import Interrupts
from extractor.dumps.document import Document, ReadSettings, Reject, set_aside
from extractor.dumps.inputs import Source
from extractor.dumps.readers import read

if TYPE_CHECKING:
    from extractor.cli.report import Report
    from extractor.engine.decisions import Decisions
    from extractor.grammar import Grammar
    from extractor.record import Record

Use = Callable[[Document, "Record"], None]


def for_each_page(
    sources: Iterable[Source],
    settings: ReadSettings,
    grammars: Sequence[Grammar],
    report: Report,
    use: Use,
    decisions: Decisions | None = None,
    unknown: str | None = None,
) -> bool:
    """Reads all sources in order and calls `use` with each document and its record, to which
    `decisions` are applied; its family is None if neither a grammar nor `unknown` reads it. False
    if Ctrl-C ended the loop, after the current document."""
    interrupts = Interrupts()
    interrupts.install()
    try:
        for source in sources:
            for item in read(source, settings):
                with interrupts:
                    _one(item, grammars, report, use, decisions, unknown)
    except KeyboardInterrupt:
        return False
    finally:
        interrupts.restore()
    return True


def _one(
    item: Document | Reject,
    grammars: Sequence[Grammar],
    report: Report,
    use: Use,
    decisions: Decisions | None,
    unknown: str | None,
) -> None:
    if isinstance(item, Reject):
        report.reject(item)
    else:
        record = _extracted(item, grammars, decisions, unknown)
        if isinstance(record, Reject):
            report.reject(record)
        else:
            use(item, record)
    report.document()


def _extracted(
    document: Document,
    grammars: Sequence[Grammar],
    decisions: Decisions | None,
    unknown: str | None,
) -> Record | Reject:
    """Its record. A bug in the engine must not end a run of a million documents: it becomes a
    reject, which shows in the exit code."""
    from extractor import extract
    from extractor.engine.decisions import with_decisions

    try:
        record = extract(
            document.text,
            grammar=grammars,
            document=document.id,
            metadata=document.metadata,
            unknown=unknown,
        )
        record.origin = document.origin
        return with_decisions(record, decisions, grammars) if decisions else record
    except Exception as error:
        detail = f"{type(error).__name__}: {error}; a bug of extractor, please report it"
        return set_aside(document, "internal error", detail)
