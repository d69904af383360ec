"""Pages to measure with: real ones, or samples of the same size, each with figures of its own.

No two pages are the same text: a tool that remembers what it has read has nothing to remember.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from itertools import count
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SAMPLES = ROOT / "samples" / "occupation-comparison"
_SAMPLED = ("lineman-vs-chairperson.txt", "host-waiter-vs-barista.txt")
_ROWS = {
    label: re.compile(rf"\| {label} \| \$?([\d,.]+) \| \$?([\d,.]+) \|")
    for label in ("Yearly salary", "Hourly rate", "Number of jobs")
}
#: a year of hours, and the step of a salary that changes an hourly rate by ten cents
HOURS, STEP = 2080, 208
#: salaries differ by so many steps to both sides
SPREAD = 9


def originals() -> list[str]:
    """Two pages in the pipe layout: those of EXTRACTOR_CORPUS, else two samples."""
    corpus = os.environ.get("EXTRACTOR_CORPUS")
    paths = sorted(Path(corpus).glob("*.txt"))[:2] if corpus else [SAMPLES / n for n in _SAMPLED]
    return [path.read_text("utf-8") + "\n" for path in paths]


def varied() -> Iterator[str]:
    """Pages without end: salaries and hourly rates move together, job counts are all different."""
    pages = originals()
    for number in count():
        yield _moved(pages[number % len(pages)], number)


def _moved(page: str, number: int) -> str:
    shift = STEP * (number % (2 * SPREAD + 1) - SPREAD)
    changes: dict[str, str] = {}
    for pay, rate in zip(_cells(page, "Yearly salary"), _cells(page, "Hourly rate"), strict=True):
        amount = int(pay.replace(",", "")) + shift
        changes |= {f"${pay}": f"${amount:,}", f"${rate}": f"${amount / HOURS:.2f}"}
    for jobs in _cells(page, "Number of jobs"):
        changes[f" {jobs} "] = f" {int(jobs.replace(',', '')) + number:,} "
    words = re.compile("|".join(map(re.escape, changes)))
    return words.sub(lambda match: changes[match.group()], page)


def _cells(page: str, label: str) -> tuple[str, ...]:
    match = _ROWS[label].search(page)
    assert match is not None
    return match.groups()


def of_size(size: int) -> str:
    """Pages one after the other, cut to so many characters."""
    text: list[str] = []
    length = 0
    for page in varied():
        text.append(page)
        length += len(page)
        if length >= size:
            break
    return "".join(text)[:size]
