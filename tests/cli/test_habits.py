"""What people expect of a command line: near misses, completion, colours, output for programs."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from extractor.cli.commands import NAMES
from extractor.cli.parsing import parse

from .conftest import Run

PAGE = "toy\nRoof 1\nWall 0\n"


@pytest.fixture
def page(tmp_path: Path) -> Path:
    path = tmp_path / "page.txt"
    path.write_text(PAGE)
    return path


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (("convrt", "x"), "did you mean 'convert'?"),
        (("grammar", "chek", "x"), "did you mean 'check'?"),
        (("convert", "x", "--format", "jsnl"), "did you mean 'jsonl'?"),
        (("convert", "x", "--facts"), "did you mean '--shape facts'?"),
        (
            ("convert", "x", "--workrs", "2"),
            "unrecognized arguments: --workrs 2; did you mean '--w",
        ),
        (
            ("validate", "x", "--selct=AGR"),
            "unrecognized arguments: --selct=AGR; did you mean '--se",
        ),
        (("validate", "x", "--zzz"), "unrecognized arguments: --zzz\n"),
        (("layout", "x", "--hxml"), "--hxml; did you mean '--html'?"),
        (("grammar", "check", "x", "--html"), "unrecognized arguments: --html\n"),
        (("grammar", "new", "x", "--familly", "a"), "unrecognized arguments: --familly a\n"),
        (("grammar", "draft", "x", "--familly", "a"), "did you mean '--family'?"),
    ],
)
def test_a_near_miss_is_told(run: Run, args: tuple[str, ...], said: str) -> None:
    outcome = run(*args)
    assert outcome.code == 2
    assert said in outcome.err
    assert f"usage: extractor {args[0] if args[0] != 'convrt' else ''}" in outcome.err


def test_bash_completes_commands_options_and_choices(run: Run, tmp_path: Path) -> None:
    pytest.importorskip("shtab")
    outcome = run("completion", "bash")
    assert outcome.code == 0
    (tmp_path / "script").write_text(outcome.out)
    words = [["con"], ["validate", "--sel"], ["convert", "x", "--format", "par"]]
    found = []
    for line in words:
        call = (
            "source ./script; COMP_WORDS=(extractor "
            + " ".join(line)
            + f'); COMP_CWORD={len(line)}; _shtab_extractor; echo "${{COMPREPLY[@]}}"'
        )
        done = subprocess.run(
            ["bash", "-c", call], cwd=tmp_path, capture_output=True, text=True, timeout=60
        )
        found.append(done.stdout.strip())
    assert found == ["convert", "--select", "parquet"]


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_each_shell_hears_of_each_command(run: Run, shell: str) -> None:
    pytest.importorskip("shtab")
    script = run("completion", shell).out
    assert all(name in script for name in NAMES)
    assert "write-baseline" in script


@pytest.mark.parametrize(
    ("settings", "coloured"),
    [
        ({}, False),
        ({"FORCE_COLOR": "1"}, True),
        ({"FORCE_COLOR": "0"}, False),
        ({"FORCE_COLOR": "1", "TERM": "dumb"}, True),
        ({"FORCE_COLOR": "1", "NO_COLOR": "1"}, False),
    ],
)
def test_colours_are_forced(
    run: Run, page: Path, monkeypatch: pytest.MonkeyPatch, settings: dict[str, str], coloured: bool
) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.delenv("FORCE_COLOR", raising=False)
    for name, value in settings.items():
        monkeypatch.setenv(name, value)
    assert ("\x1b[" in run("validate", "page.txt").out) is coloured


def test_rules_and_explain_give_json(run: Run) -> None:
    codes = json.loads(run("rules", "--json").out)
    assert {"code": "AGR001", "severity": "error", "name": "mentions-disagree"} in codes
    (page,) = json.loads(run("explain", "AGR001", "--json").out)
    assert page["name"] == "mentions-disagree"
    assert {"checks", "matters", "example", "settle"} < set(page)


def test_layout_gives_a_line_of_json_a_document(tmp_path: Path) -> None:
    page = "| Roofer | Actuary | |\n| Yearly salary | $31,250 | $112,030 |\n"
    page += "| Hourly rate | $15.02 | $53.86 |\nHats\n"
    (tmp_path / "d.jsonl").write_text(json.dumps({"id": "a", "text": page}) + "\n")
    call = [sys.executable, "-m", "extractor", "layout", "d.jsonl", "--json"]
    done = subprocess.run(call, cwd=tmp_path, capture_output=True, check=True, timeout=60)
    row = json.loads(done.stdout)
    assert (row["document"], row["path"], row["line"], row["id"]) == (
        "d.jsonl:1",
        "d.jsonl",
        1,
        "a",
    )
    assert (row["layout"], row["entities"]) == ("pipe", ["Roofer", "Actuary"])
    fact = row["facts"][1]
    assert (fact["entity"], fact["value"], fact["page_line"]) == ("Actuary", 112030, 2)
    assert page.splitlines()[1][fact["page_column"] - 1 :].startswith(fact["text"])
    assert row["unread"] == [{"text": "Hats", "page_line": 4, "page_column": 1}]


def test_output_goes_into_a_file(run: Run, page: Path) -> None:
    shown = run("validate", "page.txt")
    outcome = run("validate", "page.txt", "--output-file", "found.txt")
    assert (outcome.code, outcome.out) == (1, "")
    assert Path("found.txt").read_text() == shown.out
    assert run("rules", "--output-file", "rules.txt")[:2] == (0, "")
    assert Path("rules.txt").read_text() == run("rules").out
    assert run("validate", "nowhere.txt", "--output-file", "found.txt").code == 2
    assert Path("found.txt").read_text() == shown.out
    assert "there is no folder" in run("rules", "--output-file", "none/rules.txt").err


def test_a_file_for_output_is_no_input_and_no_other_output(run: Run, page: Path) -> None:
    shown = run("validate", "page.txt").out
    for args in (("page.txt", "--output-file", "page.txt"), (".", "--output-file", "page.txt")):
        assert run("validate", *args).code == 2
        assert page.read_text() == PAGE
    for _ in range(2):
        assert run("validate", ".", "--output-file", "found.txt").code == 1
        assert Path("found.txt").read_text() == shown
    outcome = run("validate", ".", "--output-file", "known", "--write-baseline", "known")
    assert outcome.code == 2
    assert "known: --write-baseline and --output-file would both write it" in outcome.err
    outcome = run("fuzz", "--grammar", "toy", "--report", "f.json", "--html", "f.json")
    assert "f.json: --report and --html would both write it" in outcome.err


def test_findings_may_be_no_reason_to_fail(run: Run, page: Path) -> None:
    assert run("validate", "page.txt").code == 1
    outcome = run("validate", "page.txt", "--exit-zero")
    assert (outcome.code, "BND001" in outcome.out) == (0, True)
    assert run("validate", "nowhere.txt", "--exit-zero").code == 2


def test_the_settings_that_hold_are_shown(run: Run, page: Path) -> None:
    page.with_name("extractor.toml").write_text("ignore = ['RES']\nmax-findings = 3\n")
    call = ("validate", "page.txt", "--show-settings", "--select", "AGR,BND", "--max-findings", "7")
    shown = json.loads(run(*call).out)
    assert shown["file"].endswith("extractor.toml")
    assert (shown["select"], shown["ignore"], shown["max-findings"]) == (["AGR", "BND"], ["RES"], 7)
    assert json.loads(run(*call, "--isolated").out)["file"] is None


@pytest.mark.parametrize("command", NAMES)
def test_every_command_may_be_quiet(run: Run, command: str) -> None:
    assert "-q, --quiet" in run(command, "--help").out


COMMANDS = [(name,) for name in NAMES if name != "grammar"]
ACTIONS = [*(("grammar", one) for one in ("check", "draft", "list", "new", "show"))]


@pytest.mark.parametrize("command", [*COMMANDS, *ACTIONS], ids=" ".join)
def test_what_all_commands_have_each_one_has(command: tuple[str, ...]) -> None:
    known = {"explain": ["AGR001"], "completion": ["bash"], "schema": [], "rules": []}
    given = known.get(command[0], [] if command[-1] in ("list", "fuzz", "generate") else ["x"])
    args = parse([*command, *given, "-q", "--exit-zero", "--output-file", "out"])
    assert (args.quiet, args.exit_zero) == (True, True)
    assert "out" in (getattr(args, "output_file", None), getattr(args, "output", None))


def test_an_option_may_stand_before_an_action_or_behind() -> None:
    before, after = parse(["grammar", "-q", "list"]), parse(["grammar", "list", "-q"])
    assert before.quiet and after.quiet and not parse(["grammar", "list"]).quiet


@pytest.mark.parametrize("action", ["draft", "new", "show"])
def test_no_grammar_is_replaced_unasked(run: Run, page: Path, tmp_path: Path, action: str) -> None:
    mine = tmp_path / "mine.toml"
    mine.write_text("# edited")
    page.write_text("| Red | Blue | |\n| Price | $39 | $45 |\n| Cups | 4 | 6 |\n")
    what = {"draft": page, "new": "mine", "show": "phones"}[action]
    call = ("grammar", action, what, "-o", mine)
    assert "replace it with --force" in run(*call).err
    assert mine.read_text() == "# edited"
    assert run(*call, "--force", "-q") == (0, "", "")
    assert mine.read_text() != "# edited"


def test_a_file_without_a_command_is_converted(run: Run, page: Path) -> None:
    assert f"did you mean `extractor convert {page}`?" in run(page).err
