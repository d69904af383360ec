"""Known findings, so that only new ones are reported.

A baseline is a file of JSON lines, one per distinct finding: its fingerprint, how often the
document has it, and a readable description. The fingerprint covers document, code, entity, field
and the quoted text with white space folded, so it survives moves on the page. The document is
identified by its path and, in a dump, its id or else its line, so the fingerprint survives
additions to the dump.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from hashlib import blake2b
from pathlib import Path

from extractor.errors import SettingError
from extractor.review.remark import Remark
from extractor.rules.wording import short

#: length of a fingerprint in bytes; a collision among a million findings is negligible
SIZE = 12


def fingerprint(remark: Remark) -> str:
    """An identifier of a finding that is stable across runs and positions on the page."""
    finding = remark.finding
    texts = [" ".join(text.split()) for text in remark.quoted]
    known = [remark.source, remark.row if remark.id is None else remark.id]
    whole = [known, finding.code, finding.entity, finding.field, texts]
    return blake2b(json.dumps(whole).encode(), digest_size=SIZE).hexdigest()


def lines(remarks: Iterable[Remark]) -> Iterator[bytes]:
    """The baseline lines for the findings of one document, sorted."""
    counts: Counter[str] = Counter()
    shown: dict[str, Remark] = {}
    for remark in remarks:
        name = fingerprint(remark)
        counts[name] += 1
        shown.setdefault(name, remark)
    for name, remark in sorted(shown.items(), key=lambda item: (item[1].finding.code, item[0])):
        finding = remark.finding
        row = {
            "fingerprint": name,
            "count": counts[name],
            "document": remark.document,
            **remark.origin.row(),
            "code": finding.code,
            "entity": finding.entity,
            "field": finding.field,
            "text": short(" ".join(remark.quoted)),
        }
        yield json.dumps(row, ensure_ascii=False).encode("utf-8") + b"\n"


class Baseline:
    """Known findings, each usable as often as the baseline counted it."""

    def __init__(self, known: Counter[str]) -> None:
        self._left = known
        self.used = 0

    @classmethod
    def load(cls, path: str) -> Baseline:
        """Reads a baseline file. Raises `SettingError` with the first line that is not from one."""
        known: Counter[str] = Counter()
        number = 0
        try:
            with Path(path).open("rb") as stream:
                for line in stream:
                    number += 1
                    row = json.loads(line)
                    known[str(row["fingerprint"])] += int(row["count"])
        except OSError as error:
            raise SettingError(f"{path}: {error.strerror}; use --write-baseline first") from None
        except (ValueError, KeyError, TypeError, OverflowError):
            raise SettingError(
                f"{path}: line {number} is not from a baseline; use --write-baseline"
            ) from None
        return cls(known)

    def knows(self, remark: Remark) -> bool:
        """Whether a finding is known; each call uses one up."""
        name = fingerprint(remark)
        if self._left[name] <= 0:
            return False
        self._left[name] -= 1
        self.used += 1
        return True

    @property
    def unmet(self) -> int:
        """The number of findings in the baseline that did not occur again."""
        return sum(count for count in self._left.values() if count > 0)
