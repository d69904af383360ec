"""Ctrl-C at any moment: what is kept grows with time, and --resume gives the same bytes."""

from __future__ import annotations

from pathlib import Path

import pytest

from .interrupts import DOCUMENTS, trials

COUNT = 8


@pytest.mark.slow
def test_what_is_kept_grows_and_is_gone_on_with(tmp_path: Path) -> None:
    found = sorted(trials(COUNT, 1, tmp_path))
    assert [one.wrong for one in found if one.wrong] == []
    kept = [one.kept for one in found]
    early, late = kept[: COUNT // 2], kept[COUNT // 2 :]
    assert sum(early) < sum(late)
    assert 0 < max(kept) <= DOCUMENTS
