"""A real browser for the tests of reviews: the system's Chromium, driven by Playwright.

Without a Chromium, or without Playwright's Python package, these tests are skipped.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from extractor import Record, load_grammar
from extractor.review.html.book import page
from extractor.review.html.sheet import sheet

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser"))), None)
FLAGS = ("--no-sandbox", "--disable-gpu", "--disable-background-networking")


class Shown(NamedTuple):
    """A page in the browser, and what happened on it that must not: dialogs, errors, requests for
    anything but the file."""

    page: Any
    trouble: list[str]


Show = Callable[..., Shown]


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """A browser for all tests of a process."""
    playwright = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed")
    if CHROMIUM is None:
        pytest.skip("there is no Chromium here")
    with playwright.sync_playwright() as driver:
        found = driver.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        yield found
        found.close()


@pytest.fixture
def show(browser: Any) -> Iterator[Show]:
    """Opens a file in a window of its own."""
    contexts = []

    def call(path: Path, width: int = 1280, scheme: str = "light") -> Shown:
        context = browser.new_context(
            viewport={"width": width, "height": 900}, color_scheme=scheme, accept_downloads=True
        )
        contexts.append(context)
        page = context.new_page()
        trouble: list[str] = []

        def dismissed(dialog: Any) -> None:
            trouble.append(dialog.message)
            dialog.dismiss()

        page.on("dialog", dismissed)
        page.on("pageerror", lambda error: trouble.append(str(error)))
        page.on("console", lambda said: trouble.append(said.text))
        page.on("request", lambda asked: trouble.append(asked.url) if _foreign(asked.url) else None)
        page.goto(path.as_uri())
        return Shown(page, trouble)

    yield call
    for context in contexts:
        context.close()


def follow(page: Any, links: str, text: str | None = None, number: int = 0) -> None:
    """Clicks a link, and waits until the page has another heading."""
    before = page.locator("h1:visible").inner_text()
    page.locator(links, has_text=text).nth(number).click()
    page.locator("h1:visible").filter(has_not_text=before).wait_for()


def _foreign(url: str) -> bool:
    return not url.startswith(("file:", "blob:"))


@pytest.fixture
def drawn(tmp_path: Path) -> Callable[[Record], Path]:
    """Writes the page of a record; returns the file."""

    def call(record: Record) -> Path:
        grammar = load_grammar(record.family) if record.family else None
        path = tmp_path / "page.html"
        path.write_bytes(page(sheet(record, grammar)))
        return path

    return call
