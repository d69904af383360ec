"""The command as a process: pipes, signals, and start-up. Uses the real engine."""

from __future__ import annotations

import json
import re
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest

import extractor

PAGE = """\
| Roofer | Actuary | |
| Yearly salary | $31,250 | $112,030 |
| Growth rate | -2% | - |
"""


def process(*args: str, given: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "extractor", *args]
    return subprocess.run(command, input=given, capture_output=True, timeout=60)


def test_the_version_is_printed() -> None:
    done = process("--version")
    assert (done.returncode, done.stdout.decode()) == (0, f"extractor {extractor.__version__}\n")


def test_the_version_needs_no_heavy_import() -> None:
    code = (
        "import sys; from extractor.cli import main; main(['--version']); "
        "print(*{'argparse', 'typing', 'dataclasses', 'pydantic', 'json', 're'} & set(sys.modules))"
    )
    bare = [sys.executable, "-I", "-S", "-c", f"import sys; sys.path[:0] = {sys.path!r}; {code}"]
    done = subprocess.run(bare, capture_output=True, timeout=60)
    assert done.stdout.decode().splitlines()[1:] == [""]


def test_help_needs_no_engine() -> None:
    code = (
        "import sys; from extractor.cli import main; main(['--help']); "
        "print(*{'pydantic', 'extractor.engine'} & set(sys.modules), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, timeout=60)
    assert (done.stderr, done.stdout[:5]) == (b"\n", b"usage")


def test_reading_a_page_needs_no_pydantic() -> None:
    code = "import sys, extractor; extractor.extract(''); print('pydantic' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, timeout=60)
    assert (done.stderr, done.stdout) == (b"", b"False\n")


def test_standard_input_is_one_page_or_json_lines() -> None:
    line = json.dumps({"id": "a", "text": PAGE}).encode() + b"\n"
    as_page = json.loads(process("convert", "-", given=PAGE.encode()).stdout)
    as_line = json.loads(process("convert", "-", given=line).stdout)
    assert (as_page["document"], as_line["document"]) == ("stdin", "stdin:1")
    assert as_page["entities"] == as_line["entities"]
    assert as_page["entities"][0]["average_salary"] == 31250


@pytest.mark.parametrize("output", ["> /dev/full", ">&-"])
@pytest.mark.parametrize("call", ["grammar list", "rules", "convert - --grammar generic -q"])
@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
def test_output_that_cannot_be_written_is_an_error(call: str, output: str) -> None:
    shell = f"exec {sys.executable} -m extractor {call} {output}"
    done = subprocess.run(shell, shell=True, input=PAGE.encode(), capture_output=True, timeout=60)
    assert done.returncode == 2
    assert re.fullmatch(rb"extractor: standard output: cannot be written: .*\n", done.stderr)


def test_a_reader_that_goes_away_is_no_error(tmp_path: Path) -> None:
    for name in "abc":
        (tmp_path / f"{name}.jsonl").write_text((json.dumps({"text": PAGE}) + "\n") * 1000)
    command = [sys.executable, "-m", "extractor", "convert", str(tmp_path), "--quiet"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as running:
        assert running.stdout is not None and running.stderr is not None
        running.stdout.readline()
        running.stdout.close()
        said = running.stderr.read()
        assert (running.wait(60), said) == (141, b"")


def test_a_bad_grammar_is_a_message_and_no_traceback(tmp_path: Path) -> None:
    grammar = tmp_path / "bad.toml"
    grammar.write_text("family = 7\n")
    done = process("convert", "-", "--grammar", str(grammar), given=b"x")
    said = done.stderr.decode()
    assert done.returncode == 2
    assert said.startswith(f"extractor: {grammar}: family")
    assert "Traceback" not in said


def test_ctrl_c_ends_the_wait_for_more_input(tmp_path: Path) -> None:
    output = tmp_path / "o.json"
    command = [sys.executable, "-m", "extractor", "convert", "-", "-o", str(output)]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stderr=pipe) as running:
        assert running.stdin is not None and running.stderr is not None
        running.stdin.write(b"{not json\n")
        running.stdin.flush()
        assert running.stderr.readline().startswith(b"stdin:1: not JSON")
        for _ in range(10):  # a signal between Python's last look and the wait is seen after it
            running.send_signal(signal.SIGINT)
            with suppress(subprocess.TimeoutExpired):
                running.wait(6)
                break
        assert b"stopped; finished work is kept in" in running.stderr.read()
        assert running.wait(60) == 130
    assert not output.exists()
    assert (tmp_path / "o.json.parts" / "rejects-000001.jsonl").exists()
