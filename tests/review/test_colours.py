"""A review on a terminal: what is lit, with and without colour, and when there is colour."""

from __future__ import annotations

import io
import re

import pytest

from extractor import extract, load_grammar
from extractor.cli import main
from extractor.review.colours import coloured
from tests.conftest import ROOT, SavedPage

FAMILY = "occupation-comparison"
FAULTY = SavedPage(ROOT / f"samples/{FAMILY}/beekeeper-vs-blacksmith.txt")
CUT = SavedPage(ROOT / f"samples/{FAMILY}/character-animator-vs-3d-artist.txt")


class Terminal(io.StringIO):
    """A stream that says whether it is a terminal."""

    def __init__(self, terminal: bool) -> None:
        super().__init__()
        self._terminal = terminal

    def isatty(self) -> bool:
        return self._terminal


def shown(page: SavedPage, terminal: bool = False, **environment: str) -> str:
    """The review of a page on a stream."""
    return coloured(page.record, load_grammar(FAMILY), Terminal(terminal), environment)


@pytest.mark.parametrize(
    ("terminal", "environment", "colour"),
    [
        (True, {}, True),
        (False, {}, False),
        (True, {"NO_COLOR": "1"}, False),
        (False, {"FORCE_COLOR": "1"}, True),
        (True, {"TERM": "dumb"}, False),
        (True, {"NO_COLOR": "1", "FORCE_COLOR": "1"}, False),
        (True, {"NO_COLOR": ""}, True),
    ],
)
def test_when_there_is_colour(terminal: bool, environment: dict[str, str], colour: bool) -> None:
    assert ("\x1b[" in shown(FAULTY, terminal, **environment)) is colour


def test_without_colour_values_stand_in_brackets() -> None:
    text = shown(FAULTY)
    assert "| Yearly salary | [$43,680] | [$47,008] |  ◂ AGR001  ◂ SCL001" in text
    assert "43,860 ≠ 43,680" in text
    assert re.search(r"SCL001 does-not-scale \(error\) line 11: hourly_rate of Blacksmith", text)


def test_colour_lights_values_and_adds_nothing_to_the_text() -> None:
    text = shown(FAULTY, FORCE_COLOR="1")
    assert re.search(r"\x1b\[[\d;]*7;\d+m\$47,008\x1b\[0m", text)
    plain = re.sub(r"\x1b\[[\d;]*m", "", text)
    assert "| Yearly salary | $43,680 | $47,008 |  ◂ AGR001  ◂ SCL001" in plain


def test_open_rows_show_their_cuts() -> None:
    text = shown(CUT)
    assert "can be cut in 3 ways:\n      4 │ 948,614\n      49 │ 48,614\n" in text
    assert re.search(r"job count +open row +open row", text)


def test_hostile_text_sends_nothing_to_the_terminal() -> None:
    record = extract("\x1b]0;title\x07\x1b[2J[bold]x[/bold] :smile: \x9b1m", document="\x1b[31m")
    text = coloured(record, None, Terminal(False), {})
    assert "\x1b" not in text and "\x07" not in text and "\x9b" not in text
    assert "[bold]x[/bold] :smile:" in text


def test_the_command(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["review", "-q", "--terminal", str(FAULTY.path)]) == 0
    assert "[$47,008]" in capsys.readouterr().out
