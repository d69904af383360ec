"""The page of one record, in a browser: what is lit, what is tied together, keys, filters."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from extractor import Record, extract
from extractor.review.html.marking import visible
from tests.conftest import ROOT, SavedPage
from tests.review.browser.conftest import Show

pytestmark = pytest.mark.slow  # each test is a window of a browser

Drawn = Callable[[Record], Path]

FAULTY = SavedPage(ROOT / "samples/occupation-comparison/beekeeper-vs-blacksmith.txt")
CUT = SavedPage(ROOT / "samples/occupation-comparison/character-animator-vs-3d-artist.txt")

#: all lit pieces: mentions, start, end, text
LIT = """() => [...document.querySelectorAll("[data-m]")].map((one) =>
  [one.dataset.m, Number(one.dataset.s), Number(one.dataset.e), one.textContent])"""


def on(page: Any) -> list[str]:
    """The keys of what is lit up just now, cells and places."""
    found: list[str] = page.eval_on_selector_all(".on[data-k]", "all => all.map(o => o.dataset.k)")
    return found


def focused(page: Any) -> str:
    """The id of what has the focus."""
    found: str = page.evaluate("document.activeElement.id")
    return found


def test_lit_spans_are_the_evidence(saved: SavedPage, show: Show, drawn: Drawn) -> None:
    record = saved.record
    shown = show(drawn(record))
    lit: dict[int, list[tuple[int, int]]] = {}
    for numbers, start, end, text in shown.page.evaluate(LIT):
        assert text == visible(record.source[start:end])
        for number in map(int, numbers.split()):
            lit.setdefault(number, []).append((start, end))
    assert set(lit) == set(range(len(record.mentions)))
    for number, mention in enumerate(record.mentions):
        wanted = mention.fragments or ((mention.start, mention.end),)
        seen = {at for start, end in lit[number] for at in range(start, end)}
        breaks = {at for at in seen ^ {at for w in wanted for at in range(*w)}}
        assert all(record.source[at] in "\r\n" for at in breaks)
    assert shown.trouble == []


def test_text_is_the_source(show: Show, drawn: Drawn, whole_page: str) -> None:
    page = show(drawn(extract(whole_page, document="page"))).page
    texts = page.eval_on_selector_all(".text", "all => all.map(o => o.textContent)")
    assert "\n".join(texts) == whole_page


def test_places_of_a_field_light_up_together(show: Show, drawn: Drawn) -> None:
    page = show(drawn(FAULTY.record)).page
    key = "1-average_salary"
    places = page.locator(f"a[data-k='{key}']")
    assert places.count() == 3
    places.first.hover()
    assert on(page) == [key] * 4  # three places and the cell
    assert page.locator("#tip").inner_text().startswith("average salary of Blacksmith: 47,008")
    page.locator("td[data-k='0-average_age'] a").focus()
    assert on(page) == ["0-average_age"] * 3


def test_places_that_disagree_are_marked_and_named(show: Show, drawn: Drawn) -> None:
    page = show(drawn(FAULTY.record)).page
    assert page.locator(".source .v.bad").count() == 5
    page.locator(".source .v.bad").first.hover()
    assert "≠ 43,680 USD/year in table:overview" in page.locator("#tip").inner_text()
    assert page.locator("td.open").first.inner_text().startswith("43,860 ≠ 43,680")


def test_a_value_goes_to_its_places_and_back(show: Show, drawn: Drawn) -> None:
    page = show(drawn(FAULTY.record)).page
    cell = page.locator("td[data-k='1-average_salary'] a")
    places = page.eval_on_selector_all("a[id][data-k='1-average_salary']", "a => a.map(o => o.id)")
    for wanted in [*places, places[0]]:
        cell.focus()
        page.keyboard.press("Enter")
        assert focused(page) == wanted
    page.keyboard.press("Enter")
    assert focused(page) == "r1-average_salary"
    page.keyboard.press("b")
    assert focused(page) == places[0]


@pytest.mark.parametrize(
    ("keys", "wanted"),
    [("n", "n0"), ("nn", "n1"), ("N", "n3"), ("nN", "n3"), ("nnnnn", "n0"), ("o", "")],
)
def test_keys_step_through_findings(show: Show, drawn: Drawn, keys: str, wanted: str) -> None:
    page = show(drawn(FAULTY.record)).page
    for one in keys:
        page.keyboard.press(one)
    assert focused(page) == wanted


def test_a_key_goes_to_the_open_row_and_its_cuts_are_drawn(show: Show, drawn: Drawn) -> None:
    page = show(drawn(CUT.record)).page
    page.keyboard.press("o")
    assert focused(page) == "o0"
    ways = page.locator(".source .open tbody tr")
    assert [way.split("\t") for way in ways.all_inner_texts()] == [
        ["4", "948,614"],
        ["49", "48,614"],
        ["494", "8,614"],
    ]
    assert page.locator("td[data-field=job_count]").all_inner_texts() == ["open row"] * 2


def test_filters_hide_findings_in_list_and_margin(show: Show, drawn: Drawn) -> None:
    page = show(drawn(FAULTY.record)).page
    page.locator(".filters [data-code=AGR001]").click()
    left = page.locator(".finding:visible").all_inner_texts()
    assert [text.split()[1] for text in left] == ["SCL001", "SUM001"]
    assert set(page.locator(".note:visible").all_inner_texts()) == {"✖ SCL001", "✖ SUM001"}
    page.locator(".filters [data-severity=error]").click()
    assert page.locator(".finding:visible, .note:visible").count() == 0
    page.locator(".filters [data-severity=error]").click()
    page.locator(".filters [data-code=AGR001]").click()
    assert page.locator(".finding:visible").count() == 4


def test_decisions_are_downloaded(show: Show, drawn: Drawn) -> None:
    page = show(drawn(FAULTY.record)).page
    page.locator("td[data-k='1-growth_rate'] a").focus()
    page.keyboard.press("a")
    page.locator("td[data-k='1-job_count'] a").focus()
    page.keyboard.press("x")
    page.locator("td[data-k='0-average_salary'] a").focus()
    page.locator(".candidates button").nth(1).click()
    page.locator("td[data-k='0-lgbt_percentage'] a").focus()
    page.keyboard.press("c")
    page.keyboard.type("5%")
    page.keyboard.press("Enter")
    with page.expect_download() as waiting:
        page.locator(".download").click()
    assert waiting.value.suggested_filename == "decisions.jsonl"
    lines = Path(waiting.value.path()).read_text("utf-8").splitlines()
    rows = [json.loads(line) for line in lines]
    assert all(row.pop("document") == FAULTY.path.stem for row in rows)
    assert rows == [
        {"entity": "Blacksmith", "field": "growth_rate", "decision": "accept", "was": [-2]},
        {"entity": "Blacksmith", "field": "job_count", "decision": "reject", "was": [3870]},
        {
            "entity": "Beekeeper",
            "field": "average_salary",
            "decision": "correct",
            "was": [43860, 43680],
            "text": "$43,680",
        },
        {
            "entity": "Beekeeper",
            "field": "lgbt_percentage",
            "decision": "correct",
            "was": [4],
            "text": "5%",
        },
    ]
    page.locator("td[data-k='1-growth_rate'] a").focus()
    page.locator("[data-decision=undo]").click()
    assert page.locator(".decide .count").inner_text() == "3 decided"
    assert page.locator(".decided").count() == 3


@pytest.mark.parametrize(
    ("saved_page", "width", "scheme"),
    [
        (FAULTY, 1280, "light"),
        (FAULTY, 768, "dark"),
        (FAULTY, 400, "light"),
        (CUT, 1280, "dark"),
        (CUT, 768, "light"),
        (CUT, 400, "dark"),
    ],
)
def test_accessible_and_no_wider_than_the_window(
    show: Show, drawn: Drawn, saved_page: SavedPage, width: int, scheme: str
) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe
    page = show(drawn(saved_page.record), width, scheme).page
    page.locator(".legend summary").click()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.locator("td a").first.focus()
    faults = [
        (fault["id"], fault["impact"], [node["html"][:200] for node in fault["nodes"]][:3])
        for fault in axe().run(page).response["violations"]
        if fault["impact"] in ("serious", "critical")
    ]
    assert faults == []


def test_a_notebook_frame_works(show: Show, tmp_path: Path) -> None:
    path = tmp_path / "notebook.html"
    path.write_text(f"<!doctype html><p>cell</p>{FAULTY.record._repr_html_()}", "utf-8")
    page, trouble = show(path)
    frame = page.frame_locator("iframe")
    frame.locator("a[id][data-k='1-average_salary']").first.hover()
    assert frame.locator(".on[data-k]").count() == 4
    frame.locator("td[data-k='1-average_salary'] a").focus()
    page.keyboard.press("a")
    assert frame.locator(".decided").inner_text() == "✓ accepted"
    assert trouble == []
