"""Compares what a draft reads of its own pages with what reading by shape alone gives.

In: the pages and their draft. Out: how many table values each reads, and what the draft misses, as
lines for a person. A draft may read less, and nothing in the file itself would show that.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from extractor.engine.extraction import extract

from .drafting import compiled

#: how many labels, and how many characters of a passage, a line shows
LABELS, SHOWN = 5, 60


class Held(NamedTuple):
    """`known`: the number of table values that reading by shape gives; `lost`: the labels of those
    that the draft misses, one per value; `empty`: pages of which it reads nothing; `passages`:
    unread text with figures; `same`: duplicate pages, each with its original."""

    known: int
    lost: tuple[str, ...]
    empty: tuple[str, ...]
    passages: tuple[str, ...]
    same: Mapping[str, str]

    def noted(self, text: str) -> str:
        """The draft's text, with a comment below its first line if it misses values."""
        first, _, rest = text.partition("\n")
        return f"{first}\n# It reads {self._share()}\n{rest}" if self.lost else text

    def lines(self) -> Iterator[str]:
        """What the command prints."""
        yield f"the draft reads {self._share()}" if self.known else "no page has a table"
        yield from [f"{name}: the same text as {other}" for name, other in self.same.items()]
        yield from [
            f"{name}: the draft reads nothing of it; `extractor why` says why"
            for name in self.empty
        ]
        if self.passages:
            many = f"{len(self.passages)} passage{'s' * (len(self.passages) > 1)}"
            longest = max(self.passages, key=len)
            yield f"{many} with figures left out, such as {_short(longest)!r}"

    def _share(self) -> str:
        labels = sorted(set(self.lost))
        shown = ", ".join(labels[:LABELS]) + ", …" * (len(labels) > LABELS)
        read = self.known - len(self.lost)
        share = f"{read} of the {self.known} table values that `--grammar generic` reads"
        return f"{share}{f'; look at: {shown}' if labels else ''}"


def hold(pages: Mapping[str, str], text: str) -> Held:
    """Compares a draft, as `text`, with its pages, by name."""
    grammar = compiled(text)
    known = 0
    lost: list[str] = []
    empty: list[str] = []
    passages: list[str] = []
    first: dict[str, str] = {}
    for name, page in pages.items():
        if first.setdefault(page, name) != name:
            continue
        generic = extract(page, grammar="generic", document=name).facts()
        shape = [m for m in generic if str(m["place"]).startswith("table:")]
        record = extract(page, grammar=grammar)
        read = [(m["entity"].casefold(), m["start"], m["end"]) for m in record.facts()]
        known += len(shape)
        for m in shape:
            owner = m["entity"].casefold()
            if not any([w == owner and a < m["end"] and m["start"] < b for w, a, b in read]):
                lost.append(m["field"])
        if not read:
            empty.append(name)
            continue
        for start, end in record.residue:
            passage = page[start:end]
            aside = any([m["start"] < end and start < m["end"] for m in shape])
            if not aside and any(map(str.isdigit, passage)):
                passages.append(" ".join(passage.split()))
    same = {name: first[page] for name, page in pages.items() if first[page] != name}
    return Held(known, tuple(lost), tuple(empty), tuple(passages), same)


def _short(text: str) -> str:
    return text if len(text) <= SHOWN else text[: SHOWN - 1] + "…"
