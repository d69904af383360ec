"""The index of many pages, in a browser: search, filters, order, and pages one at a time."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from extractor.cli import main
from extractor.review.html.book import Folder
from extractor.review.html.sheet import sheet
from tests.conftest import ROOT, SavedPage
from tests.review.browser.conftest import Show, follow

pytestmark = pytest.mark.slow  # each test is a window of a browser

SAMPLES = str(ROOT / "samples" / "*" / "*.txt")


@pytest.fixture(params=["file", "folder"])
def index(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """The review of all samples, as one file or as a folder."""
    folder = request.param == "folder"
    out = tmp_path / ("review" if folder else "review.html")
    assert main(["review", "-q", SAMPLES, "-o", f"{out}/" if folder else str(out)]) == 0
    return out / "index.html" if folder else out


def names(page: Any) -> list[str]:
    """The documents in the list, without folder and suffix."""
    return [Path(name).stem for name in page.locator("#list a").all_inner_texts()]


def stem(page: Any) -> str:
    """The document that is shown, without folder and suffix."""
    return Path(page.locator("h1:visible").inner_text()).stem


def test_search_and_filters(show: Show, index: Path, samples: list[SavedPage]) -> None:
    page, trouble = show(index)
    every = [saved.path.stem for saved in samples]
    assert names(page) == every
    page.locator("[name=search]").fill("glazier beekeeper")
    assert names(page) == ["glazier-vs-beekeeper"]
    page.locator("[name=search]").fill("")
    page.locator("[name=codes]").select_option("CUT001")
    assert names(page) == ["character-animator-vs-3d-artist"]
    page.locator("[name=codes]").select_option("*")
    page.locator("[name=family]").select_option("cost-of-living")
    page.locator("[name=layout]").select_option("gfm")
    assert names(page) == ["twelve-countries"]
    assert page.locator(".tools .count").inner_text() == f"1 of {len(every)} pages"
    page.locator("[name=filled]").select_option("100-100")
    assert names(page) == []
    assert trouble == []


def test_order(show: Show, index: Path) -> None:
    page, _ = show(index)
    button = page.locator("th[data-by=values] button")
    for _ in range(2):
        button.click()
    values = [int(row.split("\t")[3]) for row in page.locator("#list tr").all_inner_texts()]
    assert values == sorted(values, reverse=True)
    assert page.locator("th[data-by=values]").get_attribute("aria-sort") == "descending"


def test_pages_follow_one_another_and_lead_back(show: Show, index: Path) -> None:
    page, trouble = show(index)
    first, second = names(page)[:2]
    follow(page, "#list a")
    assert stem(page) == first
    follow(page, "nav a", "Next")
    assert stem(page) == second
    page.keyboard.press("n")
    follow(page, "nav a", "Previous")
    assert stem(page) == first
    follow(page, "nav a", "Index")
    assert names(page)[:2] == [first, second]
    assert trouble == []


def test_decisions_of_all_pages_are_one_file(show: Show, index: Path) -> None:
    page, _ = show(index)
    for number in (1, 2):
        follow(page, "#list a", number=number)
        page.locator("td.value a").first.focus()
        page.keyboard.press("a")
        follow(page, "nav a", "Index")
    follow(page, "#list a", number=1)
    page.locator(".decide .count", has_text="2 decided").wait_for()
    assert page.locator(".decided").count() == 1


def test_the_index_is_accessible(show: Show, index: Path) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe
    for width, scheme in ((1280, "light"), (400, "dark")):
        page, _ = show(index, width, scheme)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        faults = [
            (fault["id"], [node["html"][:200] for node in fault["nodes"]][:3])
            for fault in axe().run(page).response["violations"]
            if fault["impact"] in ("serious", "critical")
        ]
        assert faults == []


@pytest.fixture
def thousand(tmp_path: Path, samples: list[SavedPage]) -> Iterator[Path]:
    """A folder of a thousand pages."""
    book, sheets = Folder(), [sheet(saved.record) for saved in samples]
    files = [file for n in range(1000) for file in book.add(sheets[n % len(sheets)])]
    (tmp_path / "pages").mkdir()
    for file in [*files, *book.end()]:
        (tmp_path / file.name).write_bytes(file.data)
    yield tmp_path / "index.html"


def test_a_thousand_pages_come_in_batches(show: Show, thousand: Path) -> None:
    page, trouble = show(thousand)
    assert page.locator(".tools .count").inner_text() == "1000 pages"
    for shown in (200, 400):
        assert page.locator("#list tr").count() == shown
        page.locator("#more").click()
    follow(page, "#list a", number=599)
    assert page.locator("nav a").all_inner_texts() == ["Index", "Previous", "Next"]
    assert trouble == []
