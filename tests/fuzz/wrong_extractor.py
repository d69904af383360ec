"""A small extractor with a bug, for the fuzzer to find: it loses the minus sign of a percentage.

    wrong_extractor.py FILE     or the page on standard input

It reads three rows of pipe tables, as many people's first attempt does, and prints facts.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

FIELDS = {"Growth rate": "growth_rate", "Number of jobs": "job_count", "Average age": "average_age"}


def facts(text: str) -> Iterator[dict[str, Any]]:
    """The facts of a page, most of them right."""
    titles: list[str] = []
    for line in text.splitlines():
        if not line.startswith("|"):
            titles = []
            continue
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
        if not titles:
            titles = [cell for cell in cells if cell]
        elif cells[0] in FIELDS:
            for title, cell in zip(titles, cells[1:], strict=False):
                digits = "".join(sign for sign in cell if sign.isdigit())
                value = int(digits) if digits else None
                yield {"entity": title, "field": FIELDS[cells[0]], "value": value}


if __name__ == "__main__":
    page = Path(sys.argv[1]).read_text("utf-8") if len(sys.argv) > 1 else sys.stdin.read()
    for fact in facts(page):
        print(json.dumps(fact))
