"""A baseline knows a finding again wherever its text stands, and no other."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from extractor.errors import SettingError
from extractor.model import Finding, Span
from extractor.review.baseline import Baseline, fingerprint, lines

from .conftest import FINDINGS, TEXT, Make


def moved(by: int) -> list[Finding]:
    return [f._replace(spans=tuple(Span(a + by, b + by) for a, b in f.spans)) for f in FINDINGS]


def test_a_finding_is_known_where_its_text_has_moved(make: Make) -> None:
    before = [fingerprint(remark) for remark in make()]
    after = make(text="A line more\n" + TEXT, findings=moved(12))
    assert [fingerprint(remark) for remark in after] == before
    assert len(set(before)) == len(before)


@pytest.mark.parametrize(
    "change",
    [
        {"code": "AGR002"},
        {"entity": "Blue Kettle"},
        {"field": "power"},
        {"spans": (Span(40, 43), Span(29, 31))},
        {"spans": (Span(40, 43),)},
    ],
)
def test_another_finding_is_not_known(change: dict[str, Any], make: Make) -> None:
    (one,) = make(findings=FINDINGS[:1])
    (other,) = make(findings=[FINDINGS[0]._replace(**change)])
    assert fingerprint(other) != fingerprint(one)
    assert fingerprint(make(source="other/page.txt")[0]) != fingerprint(one)


def test_a_document_of_a_dump_is_known_by_its_id_else_by_its_line(make: Make) -> None:
    def known(row: int, given: str | None, source: str = "d.jsonl") -> str:
        return fingerprint(make(source=source, row=row, given=given)[0])

    assert known(3, "a") == known(4, "a")
    assert len({known(3, "a"), known(3, "b"), known(3, None), known(4, None)}) == 4
    assert known(3, "a", "e.jsonl") != known(3, "a")


def test_blanks_and_words_of_the_message_do_not_matter(make: Make) -> None:
    (one,) = make(findings=FINDINGS[1:2])
    text = TEXT.replace("\t", "  ")
    finding = FINDINGS[1]._replace(message="said otherwise", spans=(Span(34, 51),))
    (other,) = make(text=text, findings=[finding])
    assert fingerprint(other) == fingerprint(one)


def test_a_baseline_is_read_back(make: Make, tmp_path: Path) -> None:
    path = tmp_path / "known.jsonl"
    twice = make(findings=[*FINDINGS, FINDINGS[0]])
    path.write_bytes(b"".join(lines(twice)))
    assert path.read_bytes() == b"".join(lines(reversed(twice)))
    baseline = Baseline.load(str(path))
    assert [baseline.knows(remark) for remark in (*twice, twice[0])] == [True] * 4 + [False]
    assert (baseline.used, baseline.unmet) == (4, 0)
    assert Baseline.load(str(path)).unmet == 4


@pytest.mark.parametrize(
    "text",
    [
        *("{", "[]", '{"fingerprint": "a"}', '{"fingerprint":"a"}\n\n'),
        '{"fingerprint": "a", "count": 1e999}',
    ],
)
def test_a_file_that_is_none_is_named_with_its_line(text: str, tmp_path: Path) -> None:
    path = tmp_path / "known.jsonl"
    path.write_text(text)
    with pytest.raises(SettingError, match=r"known.jsonl: line 1 is not from a baseline"):
        Baseline.load(str(path))


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(SettingError, match="use --write-baseline first"):
        Baseline.load(str(tmp_path / "none"))
