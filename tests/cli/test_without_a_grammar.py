"""Commands that read pages read those that no grammar knows, too, with `--grammar generic`."""

from __future__ import annotations

from pathlib import Path

import pytest

from extractor.cli import main

PAGE = "Red vs Blue\n\n| | Red | Blue |\n| Cups | 4 | 6 |\n| Price | $39 | $45 |\n\nThe end.\n"


@pytest.fixture
def page(tmp_path: Path) -> Path:
    """A page of no bundled family."""
    path = tmp_path / "kettles.txt"
    path.write_text(PAGE, "utf-8")
    return path


def test_validate(page: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["validate", "-q", "--grammar", "generic", str(page)]) == 0
    assert "RES003 unread text: The end." in capsys.readouterr().out


def test_layout(page: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["layout", "--grammar", "generic", str(page)]) == 0
    shown = capsys.readouterr().out
    assert "$39" in shown
    assert "The end." in shown


@pytest.mark.parametrize("command", ["convert", "validate", "layout"])
def test_what_no_grammar_reads(
    page: Path, capsys: pytest.CaptureFixture[str], command: str
) -> None:
    more = ["--unknown", "generic", str(page)]
    assert main([command, "--grammar", "etfs", *more]) == 0
    assert "End" in capsys.readouterr().out.title()


def test_review(page: Path) -> None:
    pytest.importorskip("jinja2")
    output = page.with_suffix(".html")
    assert main(["review", "-q", "--grammar", "generic", str(page), "-o", str(output)]) == 0
    assert "generic" in output.read_text("utf-8")


@pytest.mark.parametrize(("more", "code"), [((), 0), (("--strict",), 1)])
def test_review_says_what_is_set_aside(
    page: Path, capsys: pytest.CaptureFixture[str], more: tuple[str, ...], code: int
) -> None:
    pytest.importorskip("jinja2")
    output = page.with_suffix(".html")
    assert main(["review", str(page), "-o", str(output), *more]) == code
    assert "1 document: 0 records, 1 finding, 1 set aside" in capsys.readouterr().err
    assert "The end." in output.read_text("utf-8")
