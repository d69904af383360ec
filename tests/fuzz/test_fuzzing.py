"""The fuzzer finds a planted bug, makes its page small, and does the same again."""

from __future__ import annotations

import json
import shlex
import sys
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from extractor import load_grammar
from extractor.cli import main
from extractor.synthesis import LAYOUTS
from extractor.synthesis.fuzzing import Failure, Found, Plan, Result, run
from extractor.synthesis.fuzzing.laws import ENGINE, MEANING
from extractor.synthesis.fuzzing.recipe import Recipe, cook, recipe
from extractor.synthesis.fuzzing.reproducer import load
from extractor.synthesis.fuzzing.summary import coverage, failures
from extractor.synthesis.fuzzing.targets import Program, Unanswered, said
from extractor.synthesis.fuzzing.trial import Trial, judge

from .wrong_extractor import facts

WRONG = f'"{sys.executable}" -S "{Path(__file__).with_name("wrong_extractor.py")}"'
GRAMMAR = "occupation-comparison"
BORDERED = ("pipe", "gfm")


def found(result: Result) -> list[tuple[Any, ...]]:
    return [(one.failure, one.text, one.first, one.pages) for one in result.failures]


def fuzz(folder: Path, *more: str) -> int:
    return main(
        [
            "fuzz",
            "-q",
            "--grammar",
            GRAMMAR,
            "--layout",
            "pipe",
            "--save",
            str(folder / "saved"),
            *more,
        ]
    )


def wrong(folder: Path, *more: str) -> int:
    return fuzz(folder, "--examples", "3", "--law", "two-way", "--partial", *more)


@pytest.fixture(scope="module")
def bug(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a run that has found the planted bug."""
    folder = tmp_path_factory.mktemp("bug")
    report, page = str(folder / "r.json"), str(folder / "r.html")
    code = wrong(folder, "--target", f"{WRONG} {{}}", "--report", report, "--html", page)
    assert code == 1
    return folder


def test_a_planted_bug_is_found_and_its_page_is_short(bug: Path) -> None:
    (saved,) = (bug / "saved").iterdir()
    kept = load(str(saved))
    assert (kept.law, kept.kind, kept.field) == ("two-way", "wrong", "growth_rate")
    assert len(kept.lines) < 15
    assert "-" in kept.wanted
    assert "-" not in kept.came


def test_the_report_tells_what_was_covered(bug: Path) -> None:
    told = json.loads((bug / "r.json").read_text("utf-8"))
    assert told["pages"] == 3
    assert told["layouts"]["pipe"]["pages"] == 3
    assert told["branches"]["all"] > len(told["branches"]["never"])
    assert [failure["field"] for failure in told["failures"]] == ["growth_rate"]


def test_a_saved_failure_is_tried_again(bug: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (saved,) = (bug / "saved").iterdir()
    assert main(["fuzz", "--replay", str(saved)]) == 1
    assert "growth_rate" in capsys.readouterr().out
    right = f'"{sys.executable}" -S -c ""'
    assert main(["fuzz", "--replay", str(saved), "--target", right]) == 0


def test_a_page_that_is_written_otherwise_by_now_is_not_tried(bug: Path, tmp_path: Path) -> None:
    (saved,) = (bug / "saved").iterdir()
    kept = json.loads(saved.read_text("utf-8"))
    other = tmp_path / "other.json"
    other.write_text(json.dumps({**kept, "lines": ["another page"]}), "utf-8")
    assert main(["fuzz", "--replay", str(other)]) == 2


@pytest.mark.parametrize(
    "wrong",
    [
        {"layout": "papyrus"},
        {"law": "gravity"},
        {"choices": [-1]},
        {"pieces": -1},
        {"grammar": "no-such.toml"},
        {"reproducer": 1},
    ],
)
def test_a_file_that_no_run_saved_is_told(
    bug: Path, tmp_path: Path, wrong: dict[str, Any], capsys: pytest.CaptureFixture[str]
) -> None:
    (saved,) = (bug / "saved").iterdir()
    other = tmp_path / "other.json"
    other.write_text(json.dumps({**json.loads(saved.read_text("utf-8")), **wrong}), "utf-8")
    assert main(["fuzz", "--replay", str(other)]) == 2
    assert capsys.readouterr().err.startswith("extractor: ")


def test_html_shows_what_a_program_says_as_text(tmp_path: Path) -> None:
    evil = f'"{sys.executable}" -S -c "import sys; sys.exit(chr(60) + \'script>\')"'
    page = tmp_path / "r.html"
    code = wrong(tmp_path, "--target", evil, "--html", str(page))
    assert code == 1
    text = page.read_text("utf-8")
    assert "&lt;script&gt;" in text
    assert "<script" not in text


def test_the_same_seed_gives_the_same_run() -> None:
    plan = Plan(GRAMMAR, BORDERED, "7", ("two-way",), partial=True)
    first, second = (run(plan, 8, ask=facts) for _ in range(2))
    assert found(first) == found(second) != []
    assert first.tally == second.tally


@pytest.mark.slow
def test_any_number_of_jobs_gives_the_same_run() -> None:
    plan = Plan(GRAMMAR, BORDERED, "7")
    first, second = (run(plan, 40, jobs=jobs) for jobs in (1, 2))
    assert first.tally == second.tally
    assert found(first) == found(second)


def test_ctrl_c_while_a_failure_is_shrunk_leaves_it_as_it_is() -> None:
    asked = count()

    def stopped(text: str) -> Iterator[dict[str, Any]]:
        if next(asked) == 5:
            raise KeyboardInterrupt
        yield {"entity": "nobody", "field": "growth_rate", "value": 1}

    result = run(Plan(GRAMMAR, ("pipe",), "0", ("two-way",), partial=True), 2, ask=stopped)
    assert result.stopped
    assert [(one.failure.kind, one.shrunk) for one in result.failures] == [
        ("not on the page", False)
    ]


@pytest.mark.parametrize("layout", BORDERED)
def test_the_engine_keeps_its_laws(layout: str) -> None:
    result = run(Plan(GRAMMAR, (layout,)), 24)
    assert found(result) == []
    assert result.tally.pages == 24
    assert result.tally.readings > 24


def test_a_crash_is_a_failure_and_shrinks_like_any_other() -> None:
    def crashes(text: str) -> Iterator[dict[str, Any]]:
        if "Number of jobs" in text:
            raise LookupError("no such row")
        yield from facts(text)

    result = run(Plan(GRAMMAR, ("pipe",), "1", ("two-way",), partial=True), 3, ask=crashes)
    crash = next(one for one in result.failures if one.failure.kind.startswith("LookupError"))
    assert "no such row" in crash.failure.came
    assert crash.text.count("\n") < 15


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        pytest.param("import sys; sys.exit(3)", "crash", id="exits with 3"),
        pytest.param("print(1)", "no facts", id="prints no facts"),
        pytest.param("print(1, 2)", "no facts", id="prints no JSON"),
        pytest.param("while True: print('x' * 100_000)", "no facts", id="prints without end"),
        pytest.param("import time; time.sleep(60)", "time-out", id="hangs"),
        pytest.param(
            "import subprocess; subprocess.Popen(['sleep', '60'])",
            "time-out",
            id="leaves a child that holds its pipes",
        ),
    ],
)
def test_a_program_that_gives_no_answer_is_told(code: str, kind: str) -> None:
    seconds = 0.3 if kind == "time-out" else 30.0
    program = Program(shlex.join([sys.executable, "-S", "-c", code]), seconds)
    with pytest.raises(Unanswered) as caught:
        said(program("a page"))
    assert caught.value.kind == kind


def test_a_crash_of_a_program_is_a_failure(tmp_path: Path) -> None:
    command = shlex.join([sys.executable, "-S", "-c", "import sys; sys.exit(3)"])
    result = run(Plan(GRAMMAR, ("pipe",), "0", ("two-way",), command, 30.0, True), 1)
    assert [one.failure.kind for one in result.failures] == ["crash"]


def test_a_page_may_come_on_standard_input(tmp_path: Path) -> None:
    assert wrong(tmp_path, "--examples", "4", "--target", WRONG) == 1
    assert [path.name for path in (tmp_path / "saved").iterdir()]


def test_no_failure_is_exit_code_0(tmp_path: Path) -> None:
    assert fuzz(tmp_path, "--examples", "2") == 0
    assert not (tmp_path / "saved").exists()


@pytest.mark.parametrize(
    "args",
    [
        ["--layout", "papyrus"],
        ["--law", "gravity"],
        ["--grammar", "nope"],
        ["--target", "no-such-program-of-ours {}"],
        ["--target", "'"],
        ["--replay", "no-such-file"],
        ["--jobs", "0"],
        ["--time", "never"],
    ],
)
def test_what_makes_no_sense_is_exit_code_2(args: list[str], tmp_path: Path) -> None:
    assert fuzz(tmp_path, "--examples", "1", *args) == 2


def test_a_quiet_run_still_shows_failures(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert wrong(tmp_path, "--target", f"{WRONG} {{}}") == 1
    out, err = capsys.readouterr()
    assert out.startswith("two-way, layout pipe: wrong of growth_rate (")
    assert (err, "mentions:" in out) == ("", False)
    (saved,) = (tmp_path / "saved").iterdir()
    assert main(["fuzz", "-q", "--replay", str(saved)]) == 1
    assert "wanted: " in capsys.readouterr().out


def test_each_broken_law_says_where_to_look() -> None:
    assert MEANING.keys() == ENGINE.keys()
    broken = [
        Found(Failure(law, "pipe", "price", "kind", "1", "2"), Recipe("0-1", "pipe", True), *rest)
        for law in ("damage", "clean", "damage")
        for rest in [("", "0-1", 1, False)]
    ]
    told = [*failures(Result(Plan(GRAMMAR), failures=broken))]
    assert told[-2:] == [f"damage: {MEANING['damage']}", f"clean: {MEANING['clean']}"]
    of_target = Result(Plan(GRAMMAR, target="my-tool"), failures=broken)
    assert [*failures(of_target)] == told[:-2]


def test_a_new_grammar_keeps_all_laws(tmp_path: Path) -> None:
    assert main(["grammar", "new", "mine", "-o", str(tmp_path / "mine.toml")]) == 0
    assert run(Plan(str(tmp_path / "mine.toml")), examples=60).failures == []


def test_what_no_page_had_is_listed_with_the_way_to_reach_it() -> None:
    grammar = load_grammar(GRAMMAR)
    lines = list(coverage(run(Plan(GRAMMAR, layouts=("pipe",)), examples=1), grammar))
    at = next(n for n, line in enumerate(lines) if "; more --examples reach more" in line)
    assert f"on no page {len(lines) - at - 1:,};" in lines[at]
    assert lines[at - 1].startswith("rules that no page broke: ")


@pytest.mark.parametrize(
    ("family", "seed", "number"),
    [
        ("phones", "z1", 1007),  # a table states a value twice, one row of which a fault hides
        ("phones", "z1", 1545),  # a figure changed into that of another column seems swapped
    ],
)
def test_a_page_that_broke_a_wrong_law(family: str, seed: str, number: int) -> None:
    grammar = load_grammar(family)
    made = cook(grammar, recipe(seed, number, LAYOUTS))
    assert made is not None
    assert judge(ENGINE, ENGINE, Trial(grammar, made, True)) == []
