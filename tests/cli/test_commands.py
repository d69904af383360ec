"""The other commands, the help texts, and the list of commands against its folder."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from extractor.cli import commands, manual
from extractor.cli.commands import NAMES, load

from .conftest import Run


def test_validate_prints_a_finding_a_line(run: Run, tmp_path: Path) -> None:
    (tmp_path / "page.txt").write_text("toy\nRoof 1\nWall 0\n")
    outcome = run("validate", tmp_path / "page.txt")
    assert outcome.code == 1
    assert outcome.out == "page.txt:3:6 warning BND001 price is 0\n"


def test_validate_gives_findings_to_programs(run: Run, tmp_path: Path) -> None:
    (tmp_path / "page.txt").write_text("toy\nWall 0\n")
    outcome = run("validate", tmp_path / "page.txt", "--output-format", "jsonl", "-q")
    assert outcome.err == ""
    assert json.loads(outcome.out) == {
        "document": "page.txt",
        "path": "page.txt",
        "page_line": 2,
        "page_column": 6,
        "code": "BND001",
        "severity": "warning",
        "message": "price is 0",
        "entity": "Wall",
        "field": "price",
        "spans": [[9, 10]],
    }


def test_validate_is_content_with_a_clean_page(run: Run, tmp_path: Path) -> None:
    (tmp_path / "page.txt").write_text("toy\nWall 1\n")
    outcome = run("validate", tmp_path / "page.txt")
    assert (outcome.code, outcome.out) == (0, "")


def test_validate_tells_of_a_page_of_no_family(run: Run, tmp_path: Path) -> None:
    (tmp_path / "other.txt").write_text("no page of ours")
    outcome = run("validate", tmp_path / "other.txt")
    assert outcome.code == 1
    assert outcome.out == "other.txt:1:1 warning DOC001 no grammar reads this page\n"
    assert "1 set aside (1 no grammar reads it)" in outcome.err


def test_validate_fails_when_a_dump_is_broken(run: Run, tmp_path: Path) -> None:
    (tmp_path / "d.jsonl.zst").write_bytes(b"\x28\xb5\x2f\xfdrubbish")
    outcome = run("validate", tmp_path / "d.jsonl.zst")
    assert outcome.code == 2
    assert "broken file: zstd data is damaged" in outcome.err


def test_what_is_shown_cannot_command_a_terminal(run: Run, tmp_path: Path) -> None:
    (tmp_path / "\x1b[31mred.txt").write_text("toy\nWall 0\n")
    assert run("validate", tmp_path).out == "\\x1b[31mred.txt:2:6 warning BND001 price is 0\n"


def test_schema_prints_the_family_it_is_asked_for(run: Run) -> None:
    assert json.loads(run("schema").out) == {"title": "toy records"}
    assert json.loads(run("schema", "toy", "--shape", "facts").out) == {"title": "toy facts"}


def test_grammar_list_shows_families(run: Run) -> None:
    assert run("grammar", "list").out == "toy  Prices of things\n"


@pytest.mark.parametrize("command", NAMES)
def test_each_command_has_help_with_examples(run: Run, command: str) -> None:
    outcome = run(command, "--help")
    assert outcome.code == 0
    assert "examples:\n  extractor " in outcome.out


def test_each_module_of_commands_is_listed() -> None:
    folder = Path(commands.__file__).parent
    modules = {path.stem for path in folder.glob("*.py")} - {"__init__"}
    assert set(NAMES) == modules


@pytest.mark.parametrize(
    ("args", "said"),
    [
        ((), "required: COMMAND"),
        (("convert",), "required: INPUT"),
        (("convert", "x", "--max-chars", "0"), "not a whole number above 0"),
        (("convert", "x", "--encoding", "klingon"), "no text encoding is called 'klingon'"),
        (("frobnicate",), "invalid choice: 'frobnicate'"),
    ],
)
def test_a_wrong_call_is_explained(run: Run, args: tuple[str, ...], said: str) -> None:
    outcome = run(*args)
    assert outcome.code == 2
    assert said in outcome.err


def test_grammar_check_prints_every_mistake(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mistakes = {"bad.toml": ["bad.toml: fields.a.type: …", "bad.toml: family: …"], "good.toml": []}
    monkeypatch.setattr("extractor.engine.check", lambda path: mistakes[Path(path).name])
    monkeypatch.setattr("extractor.engine.doubts", lambda path: ["good.toml: warning: …"])
    for name in mistakes:
        (tmp_path / name).write_text("[[examples]]\n", "utf-8")
    bad, good = tmp_path / "bad.toml", tmp_path / "good.toml"
    assert run("grammar", "check", good)[:2] == (0, "good.toml: warning: …\ngood.toml: sound\n")
    assert run("grammar", "check", good, bad)[:2] == (
        1,
        "good.toml: warning: …\ngood.toml: sound\n"
        "bad.toml: fields.a.type: …\nbad.toml: family: …\n",
    )
    assert run("grammar", "check", tmp_path / "god.toml").code == 2


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[[examples]]\n", "sound"),
        ("# TODO\n[[examples]]\n", "sound; TODO left on line 1"),
        (
            "a = 1 # TODO: all\n\n# TODO",
            "sound; TODO left on lines 1, 3; it has no [[examples]] to run",
        ),
    ],
)
def test_grammar_check_says_what_a_sound_file_lacks(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str, said: str
) -> None:
    monkeypatch.setattr("extractor.engine.check", lambda path: [])
    monkeypatch.setattr("extractor.engine.doubts", lambda path: [])
    (tmp_path / "pans.toml").write_text(text, "utf-8")
    assert run("grammar", "check", tmp_path / "pans.toml")[:2] == (0, f"pans.toml: {said}\n")


def test_rules_lists_what_explain_explains(run: Run) -> None:
    listed = [line.split() for line in run("rules").out.splitlines()]
    assert len(listed) > 10
    for code, severity, name in listed:
        assert run("explain", code).out.startswith(f"{code} {name} ({severity})\n")
    assert run("explain", listed[0][2]).out == run("explain", listed[0][0].lower()).out


def test_explain_names_the_likeliest_code(run: Run) -> None:
    outcome = run("explain", "AGR01")
    assert outcome.code == 2
    assert "'AGR01' is not a code; did you mean AGR001?" in outcome.err


def test_the_manual_is_what_the_parser_says() -> None:
    page = Path(manual.__file__).with_name("README.md").read_text("utf-8")
    assert page == manual.page(), "stale: python -m extractor.cli.manual > extractor/cli/README.md"
    for command in map(load, NAMES):
        assert f"\n## {command.name}\n" in page
