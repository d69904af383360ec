"""Ctrl-C at any moment: what is kept grows with time, and --resume gives the same bytes."""

from __future__ import annotations

from pathlib import Path

import pytest

from extractor.batch.shards import Shards

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


def test_a_stop_while_shards_are_removed_leaves_a_run_that_begins_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, job = str(tmp_path / "o.jsonl.parts"), {"dump": "d.jsonl"}
    shards = Shards(folder)
    shards.begin(job, resume=False, restart=False)
    shards.commit(complete=True)
    with monkeypatch.context() as patched:
        patched.setattr(Shards, "_clear", _stopped)
        with pytest.raises(KeyboardInterrupt):
            shards.remove()
    again = Shards(folder)
    assert again.begin(job, resume=True, restart=False) is False
    again.close()


def _stopped(_: Shards) -> None:
    raise KeyboardInterrupt
