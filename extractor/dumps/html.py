"""HTML where text is expected: known by how it begins, converted by a library where that is asked.

Tables that a Markdown writer left as HTML within a text are the tokenizer's; here whole pages and
their main parts are told.
"""

from __future__ import annotations

import re

from extractor.deferred import deferred
from extractor.dumps.document import ReadSettings
from extractor.dumps.extras import need

HTML_SUFFIXES = (".html", ".htm")
"""What is read in a folder, too, when HTML is converted."""

CONVERTER = "resiliparse"
DETAIL = "this is HTML, not text; --html converts it"

_PAGE = deferred(
    r"\s*(?:<\?xml[^>]{0,200}>\s*|<!--.{0,2000}?-->\s*){0,4}<(?:!doctype\s+html|html|head|body|main"
    r"|article|section|header|nav|div|script|style|meta|link|title)\b[^>]*+>",
    re.IGNORECASE | re.DOTALL,
)


#: what a page of HTML ends with that was not cut off
_ENDED = deferred(r"</(?:html|body)>\s*\Z", re.IGNORECASE)


def is_html(text: str) -> bool:
    """Whether a text is a page of HTML, or a part of one that begins with a tag of its frame."""
    return text.lstrip()[:1] == "<" and _PAGE.match(text) is not None


def plain(text: str, settings: ReadSettings) -> str | None:
    """The text as it is, or what HTML converts to; None for HTML that may not be converted.
    `SettingError` where the library is missing."""
    if not is_html(text):
        return text
    if not settings.html:
        return None
    converter = need(f"{CONVERTER}.extract.html2text", "--html")
    found = str(converter.extract_plain_text(text, main_content=False, preserve_formatting=True))
    return found if _ENDED.search(text) is None else found.rstrip("\n") + "\n"
