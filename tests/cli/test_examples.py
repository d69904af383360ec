"""The examples of each command's help run as they are printed, in the order they are printed in.

The folder that they run in has the files that they name, and a reader of another's making.
"""

from __future__ import annotations

import gzip
import json
import os
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
import zstandard

from extractor.cli.command import Command
from extractor.cli.commands import NAMES, load

ROOT = Path(__file__).parents[2]
SAMPLES = ROOT / "samples" / "occupation-comparison"

pytestmark = pytest.mark.slow  # each example is a process or two

TOOL = """\
import json, sys
print(json.dumps({"entity": "Nowhere", "field": "price", "value": 1}))
"""


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with all that the examples name, and the commands in bin/."""
    folder = tmp_path_factory.mktemp("examples")
    for name in ("pages", "unknown", "completions"):
        (folder / name).mkdir()
    rows = []
    for path in sorted(SAMPLES.glob("*.txt"))[:4]:
        text = path.read_text("utf-8")
        for name in ("pages", "unknown"):
            (folder / name / path.name).write_text(text, "utf-8")
        rows.append(json.dumps({"url": path.stem, "text": text, "raw_content": text}) + "\n")
    dump = "".join(rows).encode("utf-8")
    for name, data in (
        ("page.txt", text.encode("utf-8")),
        ("crawl.jsonl", dump),
        ("crawl.jsonl.gz", gzip.compress(dump)),
        ("crawl.jsonl.zst", zstandard.compress(dump)),
        ("files.txt", b"crawl.jsonl\n"),
        ("my-family.toml", (ROOT / "grammars" / "occupation-comparison.toml").read_bytes()),
    ):
        (folder / name).write_bytes(data)
    (folder / "bin").mkdir()
    (folder / "tool.py").write_text(TOOL)
    for name, call in (("extractor", "-m extractor"), ("my-tool", str(folder / "tool.py"))):
        (folder / "bin" / name).write_text(f'#!/bin/sh\nexec "{sys.executable}" {call} "$@"\n')
        (folder / "bin" / name).chmod(0o755)
    (folder / "bin" / "less").symlink_to("/bin/cat")
    return folder


@pytest.mark.parametrize("command", [*map(load, NAMES)], ids=lambda command: command.name)
def test_the_examples_of_the_help_run(desk: Path, command: Command) -> None:
    path = os.pathsep.join([str(desk / "bin"), os.environ["PATH"]])
    env = os.environ | {"PATH": path, "PYTHONPATH": str(ROOT)}
    examples = [line.strip() for line in command.examples.splitlines()]
    assert examples and all("extractor" in shlex.split(line) for line in examples)
    for line in examples:
        done = subprocess.run(
            ["bash", "-o", "pipefail", "-c", line],
            cwd=desk, env=env, capture_output=True, text=True, timeout=120,
        )  # fmt: skip
        assert done.returncode in (0, 1), (line, done.stderr)
        assert "extractor:" not in done.stderr and "error" not in done.stderr, (line, done.stderr)
