"""HTML where text is expected: detected by its first tag, and converted by a library on request.

This handles whole pages and their main parts; HTML tables inside Markdown are the tokenizer's, and
so is Markdown between the tags of a part, as pandoc writes it.
"""

from __future__ import annotations

import re

from extractor.deferred import deferred
from extractor.dumps.document import ReadSettings
from extractor.dumps.extras import need

HTML_SUFFIXES = (".html", ".htm")
"""Suffixes also read in folders if HTML is converted."""

CONVERTER = "resiliparse"
DETAIL = "this is HTML, not text; --html converts it"

_PAGE = deferred(
    r"\s*(?:<\?xml[^>]{0,200}>\s*|<!--.{0,2000}?-->\s*){0,4}<(?:!doctype\s+html|html|head|body"
    r"|script|style|meta|link|title|(?P<part>main|article|section|header|nav|div))\b[^>]*+>",
    re.IGNORECASE | re.DOTALL,
)
#: a heading or a row of a table in Markdown
_MARKDOWN = deferred(r"\n(?:#{1,6}[ ]\S|\|[^\n]*\|[ \t\r]*(?:\n|\Z))")


#: the end of a complete HTML page
_ENDED = deferred(r"</(?:html|body)>\s*\Z", re.IGNORECASE)


def is_html(text: str) -> bool:
    """Whether a text is an HTML page, or a part of one that starts with a structural tag and has no
    Markdown below it."""
    match = _PAGE.match(text) if text.lstrip()[:1] == "<" else None
    return match is not None and not (match["part"] and _MARKDOWN.search(text, match.end()))


def plain(text: str, settings: ReadSettings) -> str | None:
    """The text as is, or converted from HTML; None for HTML if conversion is off. Raises
    `SettingError` if the library is missing."""
    if not is_html(text):
        return text
    if not settings.html:
        return None
    converter = need(f"{CONVERTER}.extract.html2text", "--html")
    found = str(converter.extract_plain_text(text, main_content=False, preserve_formatting=True))
    return found if _ENDED.search(text) is None else found.rstrip("\n") + "\n"
