"""`why` as a command, with the real engine; what it finds is tested in tests/review."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from extractor.cli import main

PAGE = """\
It typically takes 2-4 years to become both a roofer and an actuary.
| Roofer | Actuary | |
| Yearly salary | $31,250 | $112,030 |
| Outlook | -2% | 3% |
| Number of jobs | 1,200 | 3,400 |
"""


def test_it_names_the_cause_and_the_change(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "page.txt").write_text(PAGE)
    assert main(["why", str(tmp_path / "page.txt"), "--causes", "1"]) == 0
    out = capsys.readouterr().out
    assert "1. unknown label, probably table:overview.growth_rate at page.txt:4:3" in out
    assert '+ ["Growth rate", "Outlook"]' in out
    assert "reads     2 more" in out


def test_a_patch_is_printed_or_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    page, mended = tmp_path / "page.txt", tmp_path / "mended.toml"
    page.write_text(PAGE)
    call = ["why", str(page), "--grammar", "occupation-comparison", "--patch"]
    assert main(call) == 0
    out, err = capsys.readouterr()
    assert '+growth_rate         = ["Growth rate", "Outlook"]' in out.splitlines()
    assert err == f"{page}: sections.overview.table.growth_rate reads 2 more\n"
    assert main([*call, "-q", "-o", str(mended)]) == 0
    assert main(["grammar", "check", str(mended)]) == 0
    assert main([*call, "-q", "--grammar", str(mended)]) == 2
    assert "--patch changes one grammar" in capsys.readouterr().err
    assert main(["why", str(page), "--grammar", str(mended), "--patch"]) == 0
    out, err = capsys.readouterr()
    assert (out, err) == ("", "no change to the grammar would read more of these pages\n")


def test_it_gives_values_to_programs(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = [{"id": "a", "text": PAGE}, {"id": "b", "text": "no page of ours"}]
    (tmp_path / "d.jsonl").write_text("\n".join(map(json.dumps, rows)))
    assert main(["why", str(tmp_path / "d.jsonl"), "--output-format", "jsonl"]) == 0
    first, second = map(json.loads, capsys.readouterr().out.splitlines())
    assert first["causes"][0]["element"] == "table:overview.growth_rate"
    assert (second["id"], second["values"]) == ("b", 0)


def test_what_is_set_aside_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "d.jsonl").write_text("{not json\n")
    assert main(["why", str(tmp_path / "d.jsonl")]) == 1
    assert "d.jsonl:1: not JSON" in capsys.readouterr().err
    (tmp_path / "d.jsonl.gz").write_bytes(b"\x1f\x8bnot gzip")
    assert main(["why", str(tmp_path / "d.jsonl.gz")]) == 2


GRAMMAR = """
family      = "cities"
description = "Cities compared"
locale      = "en-US"
entities    = 2
relations   = { dearer = ">", cheaper = "<" }
fields.cost = { type = "money", unit = "USD", description = "What life costs there" }
fields.gap  = { type = "percent", description = "How much more than the other" }
[[sections]]
name = "opening"
[sections.sentences]
average = "{x} ({x.cost}) is {x.gap} {x.cost is dearer|cheaper than y} than {y} ({y.cost})."
[sections.table]
cost = "Cost"
"""


def test_a_sentence_that_was_read_is_not_missing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    page, grammar = tmp_path / "page.txt", tmp_path / "cities.toml"
    grammar.write_text(GRAMMAR)
    table = "| | Ash | Elm |\n| Cost | $5 | $4 |\n"
    page.write_text(f"Ash ($5) is 25% dearer than Elm ($4).\n\n{table}")
    assert main(["why", str(page), "--grammar", str(grammar)]) == 0
    out = capsys.readouterr().out
    assert "sentence:average" in out
    assert "missing" not in out


@pytest.mark.parametrize("call", ["learn", "grammar draft", "grammar new", "why --patch"])
@pytest.mark.parametrize(
    ("where", "said"), [("no/out.toml", "make it first"), ("sub", "is a folder")]
)
def test_outputs_are_tried_before_the_work(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], call: str, where: str, said: str
) -> None:
    page, grammar = tmp_path / "page.txt", tmp_path / "cities.toml"
    grammar.write_text(GRAMMAR)
    page.write_text(PAGE)
    (tmp_path / "sub").mkdir()
    given = ["mine"] if "new" in call else [str(page)]
    given += ["--grammar", str(grammar)] if "why" in call else []
    assert main([*call.split(), *given, "-o", str(tmp_path / where)]) == 2
    err = capsys.readouterr().err
    assert err.count("\n") == 1 and said in err


def test_a_grammar_without_texts_has_no_names(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    page, grammar = tmp_path / "page.txt", tmp_path / "cities.toml"
    grammar.write_text(GRAMMAR)
    page.write_text(PAGE)
    assert main(["learn", str(page), "--grammar", str(grammar)]) == 2
    assert "only text fields have names" in capsys.readouterr().err
