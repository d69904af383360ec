"""Whatever stops a run, it says what went wrong, and goes on to the bytes of one that was not."""

from __future__ import annotations

import gzip
import json
import signal
import subprocess
import sys
from pathlib import Path

import pytest
import zstandard

from .conftest import OTHER, PAGES, extractor, lines, small_units, write_jsonl

pytestmark = pytest.mark.slow  # each test is several processes

# before which call a run is killed, and before which time it is called
DEATHS = [
    ("shards.Shards._keep", 3),  # nothing of a shard is there
    ("manifest.Manifest.add", 3),  # a shard is in its place, but not logged
    ("manifest.Manifest._append", 2),
    ("shards.Shards.remove", 1),  # the output is in its place, and the shards still are
]


@pytest.mark.parametrize("name", ["d.jsonl", "d.jsonl.zst"])
def test_a_run_that_is_killed_goes_on(whole: dict[str, bytes], tmp_path: Path, name: str) -> None:
    dump = write_jsonl(tmp_path / "d.jsonl", 400)
    if name.endswith(".zst"):
        (tmp_path / name).write_bytes(zstandard.compress(dump.read_bytes()))
    command = ("convert", name, "-o", "o.jsonl", "--resume")
    for place, calls in DEATHS:
        with small_units(*command, cwd=tmp_path, dies=(place, calls)) as running:
            assert running.wait(60) == -signal.SIGKILL
    with small_units(*command, cwd=tmp_path) as running:
        assert running.wait(60) == 0
    assert not (tmp_path / "o.jsonl.parts").exists()
    found = (tmp_path / "o.jsonl").read_bytes().replace(name.encode(), b"d.jsonl")
    assert found == whole["o.jsonl"]
    rejects = lines(tmp_path / "o.rejects.jsonl")
    assert [r["offset"] for r in rejects] == [
        json.loads(line)["offset"] for line in whole["o.rejects.jsonl"].splitlines()
    ]


def test_a_line_of_the_manifest_that_was_cut_short_does_not_count(
    whole: dict[str, bytes], tmp_path: Path
) -> None:
    write_jsonl(tmp_path / "d.jsonl", 400)
    with small_units("convert", "d.jsonl", "-o", "o/", cwd=tmp_path) as running:
        assert running.wait(60) == 0
    manifest = tmp_path / "o" / "manifest.jsonl"
    kept = manifest.read_bytes().splitlines(keepends=True)
    manifest.write_bytes(b"".join(kept[:3]) + kept[3][:40])
    assert extractor("convert", "d.jsonl", "-o", "o/", "--resume", cwd=tmp_path).returncode == 0
    parts = sorted((tmp_path / "o").glob("part-*.jsonl"))
    commits = [json.loads(line) for line in manifest.read_bytes().splitlines()[1:]]
    named = [tmp_path / "o" / f"part-{c['shard']:06}.jsonl" for c in commits if c["rows"]]
    assert b"".join(path.read_bytes() for path in named) == whole["o.jsonl"]
    assert set(named) <= set(parts)


def test_a_document_that_takes_too_long_is_set_aside(tmp_path: Path) -> None:
    slow = (
        "import sys, time\n"
        "import extractor.engine.extraction as home\n"
        "before = home.read_as\n"
        "def read_as(candidates, text, *rest):\n"
        "    if 'SLOW' in text: time.sleep(60)\n"
        "    return before(candidates, text, *rest)\n"
        "home.read_as = read_as\n"
        "from extractor.cli import main\n"
        "if __name__ == '__main__': sys.exit(main(sys.argv[1:]))\n"
    )
    (tmp_path / "slow.py").write_text(slow)
    texts = [PAGES[0], "SLOW " + PAGES[1], PAGES[2], OTHER]
    dump = tmp_path / "d.jsonl"
    dump.write_text("".join(json.dumps({"id": n, "text": t}) + "\n" for n, t in enumerate(texts)))
    command = [sys.executable, "slow.py", "convert", "d.jsonl", "-o", "o.jsonl", "--timeout", "2"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    assert [row["id"] for row in lines(tmp_path / "o.jsonl")] == ["0", "2"]
    rejects = [(row["id"], row["reason"]) for row in lines(tmp_path / "o.rejects.jsonl")]
    assert rejects == [("1", "too slow"), ("3", "no grammar reads it")]


def test_a_worker_that_is_killed_ends_the_run_and_it_goes_on(
    whole: dict[str, bytes], tmp_path: Path
) -> None:
    write_jsonl(tmp_path / "d.jsonl", 400)
    deadly = (
        "import os, signal, sys\n"
        "import extractor.engine.extraction as home\n"
        "before = home.read_as\n"
        "def read_as(*page):\n"
        "    if not os.path.exists('died'):\n"
        "        open('died', 'w').close(); os.kill(os.getpid(), signal.SIGKILL)\n"
        "    return before(*page)\n"
        "home.read_as = read_as\n"
        "from extractor.cli import main\n"
        "if __name__ == '__main__': sys.exit(main(sys.argv[1:]))\n"
    )
    (tmp_path / "deadly.py").write_text(deadly)
    command = [sys.executable, "deadly.py", "convert", "d.jsonl", "-o", "o.jsonl", "--workers", "2"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=60)
    assert done.returncode == 2
    assert f"a worker process died (signal {signal.SIGKILL.value}, SIGKILL" in done.stderr
    assert "Traceback" not in done.stderr
    again = extractor("convert", "d.jsonl", "-o", "o.jsonl", "--resume", cwd=tmp_path)
    assert again.returncode == 0, again.stderr
    assert {name: (tmp_path / name).read_bytes() for name in whole} == whole


def test_workers_that_start_do_not_hear_ctrl_c(tmp_path: Path) -> None:
    write_jsonl(tmp_path / "d.jsonl", 40)
    code = (
        "import os, signal, sys\n"
        "from extractor.batch import pool\n"
        "started = pool.Pool._started\n"
        "def stopped(self):\n"
        "    worker = started(self)\n"
        "    os.kill(worker.process.pid, signal.SIGINT)  # as a terminal does, to each process\n"
        "    return worker\n"
        "pool.Pool._started = stopped\n"
        "from extractor.cli import main\n"
        "if __name__ == '__main__': sys.exit(main(sys.argv[1:]))\n"
    )
    (tmp_path / "stopped.py").write_text(code)
    command = [sys.executable, "stopped.py", "convert", "d.jsonl", "--workers", "2", "-q"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr
    assert len(done.stdout.splitlines()) == 4


def test_a_disk_that_fills_is_told_and_the_run_goes_on(
    whole: dict[str, bytes], tmp_path: Path
) -> None:
    write_jsonl(tmp_path / "d.jsonl", 400)
    limited = f"ulimit -f 60; exec {sys.executable} -m extractor convert d.jsonl -o o.jsonl -q"
    done = subprocess.run(
        ["bash", "-c", limited], cwd=tmp_path, capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 2, done.stderr
    assert "cannot be written" in done.stderr and "Traceback" not in done.stderr
    assert not (tmp_path / "o.jsonl").exists()
    again = extractor("convert", "d.jsonl", "-o", "o.jsonl", "--resume", cwd=tmp_path)
    assert again.returncode == 0, again.stderr
    assert {name: (tmp_path / name).read_bytes() for name in whole} == whole


@pytest.mark.parametrize("name", ["d.jsonl.gz", "d.jsonl.zst"])
def test_a_cut_dump_gives_what_stands_before_the_cut(tmp_path: Path, name: str) -> None:
    data = write_jsonl(tmp_path / "d.jsonl", 100, broken=False).read_bytes()
    packed = gzip.compress(data) if name.endswith("gz") else zstandard.compress(data)
    (tmp_path / name).write_bytes(packed[:-10])
    done = extractor("convert", name, "-o", "o.jsonl", cwd=tmp_path)
    assert done.returncode == 2
    assert "broken file" in done.stderr
    assert (tmp_path / "o.rejects.jsonl").exists()


VANISHING = """
import os, sys
import extractor.engine.extraction as home
from extractor.batch import shards, units
units.UNIT_BYTES, shards.SHARD_BYTES = 30_000, 20_000
before = home.read_as
def read_as(*page):
    if os.path.exists("b.jsonl"):
        os.rename("b.jsonl", "gone")
    return before(*page)
home.read_as = read_as
from extractor.cli import main
if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
"""


@pytest.mark.parametrize("workers", ["1", "2"])
def test_an_input_that_goes_away_stops_the_run_and_it_goes_on(tmp_path: Path, workers: str) -> None:
    for name in ("a.jsonl", "b.jsonl"):
        write_jsonl(tmp_path / name, 100)
    expected = extractor("convert", "a.jsonl", "b.jsonl", "-q", cwd=tmp_path).stdout
    (tmp_path / "vanishing.py").write_text(VANISHING)
    job = ["convert", "a.jsonl", "b.jsonl", "-o", "o.jsonl"]
    command = [sys.executable, "vanishing.py", *job, "--workers", workers]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=60)
    assert done.returncode == 2, done.stderr
    assert "b.jsonl: was there and is gone; put it back" in done.stderr
    assert "Traceback" not in done.stderr
    kept = (tmp_path / "o.jsonl.parts").exists()  # else nothing was done yet
    assert ("--resume" in done.stderr) is kept and (kept or workers != "1")
    (tmp_path / "gone").rename(tmp_path / "b.jsonl")
    again = extractor(*job, "--resume", cwd=tmp_path)
    assert again.returncode == 0, again.stderr
    assert (tmp_path / "o.jsonl").read_text() == expected
