"""Hostile pages: whatever a text, a title or an id holds, nothing of it runs, and it is all shown.

The window listens for dialogs, script errors, requests and words on the console.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from extractor import Record, extract
from extractor.review.html.book import OneFile
from extractor.review.html.sheet import sheet
from tests.review.browser.conftest import Show

pytestmark = pytest.mark.slow  # each test is a window of a browser

Drawn = Callable[[Record], Path]

HOSTILE = {
    "script": "<script>alert(1)</script>",
    "close": "</script></style></textarea><script>alert(1)</script>",
    "image": "<img src=x onerror=alert(1)>",
    "remote": '<img src="https://example.org/x.png"><iframe src="https://example.org"></iframe>',
    "link": '<a href="javascript:alert(1)">x</a> javascript:alert(1)',
    "cdata": "]]><![CDATA[<script>alert(1)</script>]]>",
    "attribute": "\"onmouseover=\"alert(1)\" x='' onfocus='alert(1)' autofocus tabindex=1 `",
    "comment": "<!--<script>--><svg onload=alert(1)>",
    "template": "{{ 7*7 }} {% include 'page.html' %} ${alert(1)} <template>",
    "entity": "&lt;script&gt;alert(1)&lt;/script&gt; &#60;script&#62;",
    "meta": '<meta http-equiv="refresh" content="0;url=https://example.org">',
    "base": '<base href="https://example.org/"><form action="https://example.org"><button>',
}

#: controls that would act, and what is shown for them
CONTROLS = {
    "\x00": "⟨U+0000⟩",
    "\u202e": "⟨U+202E⟩",
    "\u2066": "⟨U+2066⟩",
    "\x1b[31m": "⟨U+001B⟩[31m",
    "\ufeff": "⟨U+FEFF⟩",
    "\u2028": "⟨U+2028⟩",
    "\ud800": "⟨U+D800⟩",
}


def hostile(page: str, text: str) -> str:
    """A page with a text in its prose, in its titles, and in a cell."""
    title = text.replace("\n", " ").replace("|", "")
    lines = page.replace("| Lineman |", f"| Lineman {title} |").splitlines()
    lines = [*lines[:3], text, *lines[3:], text]
    return "\n".join(lines).replace("| Chairperson |", f"| {title} |")


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_nothing_runs(show: Show, drawn: Drawn, whole_page: str, text: str) -> None:
    record = extract(hostile(whole_page, text), document=f"doc {text}", metadata={"x": text})
    page, trouble = show(drawn(record))
    for one in page.locator("[data-tip]").all()[:8]:
        one.hover()
    for key in "nnoNb":
        page.keyboard.press(key)
    texts = page.eval_on_selector_all(".text", "all => all.map(o => o.textContent)")
    assert "\n".join(texts) == record.source
    assert page.locator("h1").inner_text() == " ".join(record.document.split())
    assert trouble == []


def test_nothing_runs_in_an_index(show: Show, tmp_path: Path, whole_page: str) -> None:
    book = OneFile()
    for text in HOSTILE.values():
        book.add(sheet(extract(hostile(whole_page, text), document=text)))
    path = tmp_path / "book.html"
    path.write_bytes(book.end()[0].data)
    page, trouble = show(path)
    assert page.locator("#list a").all_inner_texts() == [
        " ".join(t.split()) for t in HOSTILE.values()
    ]
    for number in range(1, len(HOSTILE) + 1):
        page.goto(f"{path.as_uri()}#p{number}")
        assert page.locator("main.review").count() == 1
    assert trouble == []


@pytest.mark.parametrize(("text", "wanted"), CONTROLS.items(), ids=[ascii(c) for c in CONTROLS])
def test_controls_are_shown_and_do_not_act(
    show: Show, drawn: Drawn, whole_page: str, text: str, wanted: str
) -> None:
    page, trouble = show(drawn(extract(whole_page + f"\nbefore {text}after", document=f"a{text}b")))
    assert page.locator(".text").last.inner_text() == f"before {wanted}after"
    assert page.locator("h1").inner_text() == f"a{wanted}b"
    assert trouble == []


def test_five_megabytes_of_one_line(show: Show, drawn: Drawn) -> None:
    page, trouble = show(drawn(extract("<b>&\u202e" * 1_000_000, document="long")))
    texts = page.eval_on_selector_all(".text", "all => all.map(o => o.textContent)")
    assert "".join(texts) == "<b>&⟨U+202E⟩" * 1_000_000
    assert len(texts) == 1250
    assert trouble == []


def test_what_is_not_the_page_s_own_script_is_refused(show: Show, drawn: Drawn) -> None:
    path = drawn(extract("text", document="page"))
    text = path.read_text("utf-8")
    path.write_text(text.replace("</main>", "<script>alert(1)</script></main>"), "utf-8")
    _, trouble = show(path)
    assert len(trouble) == 1 and "Content Security Policy" in trouble[0]
