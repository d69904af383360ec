"""The report of a run, for programs (`report.json`) and as text."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from extractor.batch.tally import Tally


def as_json(tally: Tally, seconds: float, before: Tally) -> dict[str, Any]:
    """The report as JSON values. `before` counts earlier runs; the rest took `seconds`."""
    took = seconds or 1
    return {
        **tally.to_dict(),
        "seconds": round(seconds, 3),
        "documents_per_second": round((tally.documents - before.documents) / took, 1),
        "bytes_per_second": round((tally.size - before.size) / took),
    }


def as_text(report: Mapping[str, Any]) -> str:
    """The report as a page of text."""
    lines = [
        f"documents  {report['documents']:>14,}",
        f"records    {report['records']:>14,}",
        f"bytes      {report['bytes']:>14,}",
        f"seconds    {report['seconds']:>14,.1f}",
        f"a second   {report['documents_per_second']:>14,.0f} documents",
    ]
    for title in ("families", "layouts", "findings", "rejects"):
        counts = report[title]
        if counts:
            lines += ["", title]
            lines += [f"  {count:>12,}  {name or '-'}" for name, count in counts.items()]
    if report["slowest"]:
        lines += ["", "slowest documents, in seconds"]
        lines += [f"  {slow['seconds']:>12.3f}  {slow['document']}" for slow in report["slowest"]]
    return "\n".join(lines) + "\n"
