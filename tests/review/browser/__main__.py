"""Makes the README's picture of a review: `python -m tests.review.browser`, with a Chromium."""

from __future__ import annotations

import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from extractor import load_grammar
from extractor.review.html.book import page
from extractor.review.html.sheet import sheet
from tests.conftest import ROOT, SavedPage
from tests.review.browser.conftest import CHROMIUM, FLAGS

SAMPLE = SavedPage(ROOT / "samples/occupation-comparison/beekeeper-vs-blacksmith.txt")
PICTURE = ROOT / ".github" / "review.png"
WIDTH, HEIGHT = 1200, 720


def main() -> None:
    """Draws the sample, the pointer on a value that places disagree on."""
    record = SAMPLE.record
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as driver:
        file = Path(folder) / "page.html"
        file.write_bytes(page(sheet(record, load_grammar(record.family or ""))))
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        window = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT})
        window.goto(file.as_uri())
        window.locator(".source .v.bad").first.hover()
        PICTURE.parent.mkdir(exist_ok=True)
        window.screenshot(path=PICTURE)
        browser.close()


if __name__ == "__main__":
    main()
