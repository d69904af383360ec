"""Remarks for the tests: one page with three findings, one of them over two lines."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest

from extractor.model import Finding, Span
from extractor.record import Origin, Record
from extractor.review.remark import Remark, remarks

TEXT = "Kettles\nThe Red Kettle costs $39.\nPrice\t$93 <&> é\nThe end\n"
FINDINGS = (
    Finding("AGR001", "error", "$93, but $39", "Red Kettle", "price", (Span(40, 43), Span(29, 32))),
    Finding("CMP002", "warning", "no row, of: it", None, "power", (Span(34, 50),)),
    Finding("RES003", "info", "unread text: The end", None, None, (Span(50, 57),)),
)
Make = Callable[..., list[Remark]]


def made(
    document: str = "page",
    source: str = "old/page.txt",
    row: int | None = None,
    given: str | None = None,
    text: str = TEXT,
    findings: Sequence[Finding] = FINDINGS,
) -> list[Remark]:
    """The remarks of a page."""
    origin = Origin(source, row, given)
    record = Record(document, "f", "pipe", {}, (), (), (), (), findings, (), text, origin=origin)
    return list(remarks(record))


@pytest.fixture
def make() -> Make:
    """Makes remarks."""
    return made
