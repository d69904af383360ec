"""A draft says what it reads of its own pages, against what reading by shape alone does."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from extractor import extract
from extractor.cli import main
from extractor.draft import draft, hold

from .measuring import compiled
from .test_draft import PAGES

FUNDS = (
    "PLUM vs PEAR\n\nPeriod PLUM PEAR Difference\n1-Year +3.8% +3.9% +0.1%\n"
    "5-Year +1.8% +1.9% +0.1%\n10-Year +2.7% +2.8% +0.1%\n"
)
NAMED = {f"{number}.txt": page for number, page in enumerate(PAGES)}


def test_the_corner_of_a_header_without_borders_is_no_entity() -> None:
    text = draft([FUNDS], "funds")
    assert 'ignore      = ["Difference", "Period"]' in text
    assert len(list(extract(FUNDS, compiled(text)).facts())) == 6
    assert hold({"funds.txt": FUNDS}, text).lost == ()


def test_a_draft_that_reads_all_says_so() -> None:
    text = draft(PAGES, "kitchen")
    held = hold(NAMED, text)
    assert list(held.lines()) == [
        "the draft reads 18 of the 18 table values that `--grammar generic` reads"
    ]
    assert held.noted(text) == text


def test_the_command_says_how_much_it_reads(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "page.txt").write_text(PAGES[0], "utf-8")
    assert main(["grammar", "draft", str(tmp_path), "-o", str(tmp_path / "mine.toml")]) == 0
    said = "the draft reads 6 of the 6 table values that `--grammar generic` reads\n"
    assert capsys.readouterr().err == said


def test_html_is_converted_where_that_is_asked(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pytest.importorskip("resiliparse")
    rows = [("", "Pan", "Pot"), ("Price", "$31", "$45"), ("Weight", "900 g", "1,200 g")]
    cells = "".join(["<tr>" + "".join([f"<td>{c}</td>" for c in row]) + "</tr>" for row in rows])
    page = f"<!DOCTYPE html><html><body><table>{cells}</table></body></html>"
    (tmp_path / "page.html").write_text(page, "utf-8")
    assert main(["grammar", "draft", str(tmp_path / "page.html")]) == 2
    assert "this is HTML, not text; --html converts it\n" in capsys.readouterr().err
    assert main(["grammar", "draft", "--html", str(tmp_path)]) == 0
    assert "[fields.weight]" in capsys.readouterr().out


def test_a_draft_that_reads_less_says_so_in_the_file() -> None:
    text = draft(PAGES, "kitchen").replace('"Weight"\n', '"Mass"\n')
    share = "12 of the 18 table values that `--grammar generic` reads; look at: Weight"
    held = hold(NAMED, text)
    assert list(held.lines()) == [f"the draft reads {share}"]
    assert held.noted(text).splitlines()[1] == f"# It reads {share}"
    assert len(held.noted(text)) == len(text) + len(f"# It reads {share}\n")


def test_pages_and_passages_that_a_draft_leaves_out_are_told() -> None:
    pages = {
        "a.txt": PAGES[0],
        "b.txt": PAGES[1] + "\nA wok lasts 12 years, some say.\n",
        "c.txt": PAGES[0],
        "d.txt": "Nothing to compare on 1 page.\n",
    }
    assert list(hold(pages, draft(PAGES, "kitchen")).lines())[1:] == [
        "c.txt: the same text as a.txt",
        "d.txt: the draft reads nothing of it; `extractor why` says why",
        "1 passage with figures left out, such as 'A wok lasts 12 years, some say.'",
    ]


def test_lines_of_a_name_and_a_value_below_a_heading_are_read_beside_sentences() -> None:
    named = {
        f"{a}.txt": f"{a} vs {b}\n\nThe {a} has a lid of {x} cm. Compare that to the {b}, which has"
        f" a lid of {y} cm.\n\nWeight (full)\n\n{b} {y}0 g\n{a} {x}0 g\nDifference: 90 g\n"
        for a, b, x, y in (("Pan", "Pot", 31, 22), ("Wok", "Tin", 27, 18), ("Jug", "Mug", 35, 14))
    }
    text = draft(list(named.values()), "kitchen")
    held = hold(named, text)
    assert held.known == 6
    assert held.lost == ()
    assert len(list(extract(named["Pan.txt"], compiled(text)).facts())) == 4


def test_a_draft_of_pages_with_other_rows_reads_rows_that_it_has_not_seen() -> None:
    rows = (("Price", "$31", "$45"), ("Weight", "900 g", "950 g"), ("Depth", "12 cm", "9 cm"))
    pages = [
        f"Pan vs Pot\n\n| | Pan | Pot |\n|---|---|---|\n| Price | $3{n} | $4{n} |\n"
        f"| {rows[n][0]} (b) | {rows[n][1]} | {rows[n][2]} |\n"
        for n in range(3)
    ]
    text = draft(pages[:2], "kitchen")
    assert tomllib.loads(text)["unknown"] == "generic"
    read = {fact["field"] for fact in extract(pages[2], compiled(text)).facts()}
    assert read == {"price", "Depth (b)"}
    assert "unknown" not in tomllib.loads(draft([pages[0], pages[0].replace("30", "35")], "k"))
