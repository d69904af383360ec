"""The report of a run, in a browser: sorting, links to examples, accessibility, hostile names."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from extractor.cli import main
from tests.conftest import ROOT, SavedPage
from tests.review.browser.conftest import Show, follow
from tests.review.browser.test_hostile import HOSTILE

pytestmark = pytest.mark.slow  # each test is a window of a browser

SAMPLES = str(ROOT / "samples" / "*" / "*.txt")


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The report of all samples, held against itself."""
    folder = tmp_path_factory.mktemp("report")
    earlier = f"{folder}/earlier.json"
    out = str(folder / "r.jsonl")
    assert main(["convert", "-q", SAMPLES, "-o", out, "--report", earlier]) == 0
    assert main(["convert", "-q", SAMPLES, "-o", f"{folder}/run/", "--against", earlier]) == 0
    return folder / "run" / "report.html"


def test_tables_sort(show: Show, report: Path) -> None:
    page, trouble = show(report)
    table = page.locator("table[class=sortable]", has_text="Of all entities")
    filled = table.locator("thead button", has_text="Filled")
    for direction, reverse in (("descending", True), ("ascending", False)):
        filled.click()
        cells = [
            float(text.rstrip("%")) for text in table.locator("td:nth-child(3)").all_inner_texts()
        ]
        assert cells == sorted(cells, reverse=reverse) and len(set(cells)) > 3
        assert table.locator("th[aria-sort]").get_attribute("aria-sort") == direction
    assert trouble == []


def test_an_example_leads_to_its_page_and_back(show: Show, report: Path) -> None:
    page, trouble = show(report)
    follow(page, "tr:has-text('CUT001') a")
    assert Path(page.locator("h1").inner_text()).stem == "character-animator-vs-3d-artist"
    page.keyboard.press("n")
    assert page.evaluate("document.activeElement.dataset.code") == "CUT001"
    follow(page, "nav a")
    assert page.locator("h1").inner_text() == "Report of a run"
    assert trouble == []


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (400, "dark")])
def test_accessible(show: Show, report: Path, width: int, scheme: str) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe
    page, _ = show(report, width, scheme)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    faults = [
        (fault["id"], [node["html"][:200] for node in fault["nodes"]][:3])
        for fault in axe().run(page).response["violations"]
        if fault["impact"] in ("serious", "critical")
    ]
    assert faults == []


def test_hostile_names_do_not_run(show: Show, tmp_path: Path, samples: list[SavedPage]) -> None:
    name = HOSTILE["script"].replace("/", "\u2215")
    rows = [json.dumps({"id": text, "text": samples[4].text}) for text in HOSTILE.values()]
    dump = tmp_path / f"{name}.jsonl"
    dump.write_text("\n".join([*rows, f'{{"text": "{HOSTILE["image"]}', ""]), "utf-8")
    assert main(["convert", "-q", str(dump), "-o", f"{tmp_path}/run/", "--no-prefilter"]) == 0
    page, trouble = show(tmp_path / "run" / "report.html")
    assert name in page.locator("body").inner_text()
    for link in page.locator("td a").all():
        assert (link.get_attribute("href") or "").startswith("report.pages/")
    follow(page, "td a")
    assert HOSTILE["script"] in page.locator(".pills").inner_text()
    assert trouble == []
