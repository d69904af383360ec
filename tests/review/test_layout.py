"""A person can see how a page was cut up."""

from __future__ import annotations

from pathlib import Path

import pytest

from extractor import extract
from extractor.cli import main
from extractor.review.layout import lines

PAGE = """\
The top three skills for a potter include clay and glazes.
The most important skills for a weaver are looms and wool.
PotterWeaver
Hourly rate$18.05$18.98
Number of jobs4948,614
Growth rate-2%3%

Sign up for our letter
"""


def test_each_value_stands_with_its_text_and_place() -> None:
    shown = list(lines(extract(PAGE, document="a page")))
    assert shown[0] == "a page: occupation-comparison, layout glued"
    assert shown[1] == "  compares Potter and Weaver"
    assert "    4:12  Potter: hourly_rate  «$18.05» = 18.05 USD/hour" in shown
    assert "    6:15  Weaver: growth_rate  «3%» = 3 percent" in shown


def test_open_rows_and_unread_text_are_told() -> None:
    shown = "\n".join(lines(extract(PAGE)))
    assert "  open rows\n    5:15  CUT001 the row 4948,614" in shown
    assert shown.endswith("  unread text\n    8:1  «Sign up for our letter»")


def test_a_page_of_no_family_is_told() -> None:
    assert list(lines(extract("Nothing here."))) == ["the page: no grammar reads it"]


def test_the_command_prints_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "potter.txt"
    path.write_text(PAGE, "utf-8")
    assert main(["layout", str(path)]) == 0
    assert "potter.txt: occupation-comparison, layout glued" in capsys.readouterr().out
