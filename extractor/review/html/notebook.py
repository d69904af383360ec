"""A record in a notebook: its page in an iframe, which isolates styles and ids.

In: a record. Out: HTML, or None without Jinja2: the notebook then shows `repr(record)`.
"""

from __future__ import annotations

from extractor.errors import ExtractorError
from extractor.record import Record

#: height of the frame in pixels; the page in it scrolls
HEIGHT = 520


def html_of(record: Record) -> str | None:
    """The iframe. Its sandbox allows only its script and its download."""
    from html import escape

    from extractor import grammars, load_grammar
    from extractor.review.html.book import page
    from extractor.review.html.sheet import sheet

    grammar = load_grammar(record.family) if record.family in grammars() else None
    try:
        text = page(sheet(record, grammar)).decode("utf-8")
    except ExtractorError:
        return None
    title = escape(record.document or "record")
    return (
        f'<iframe sandbox="allow-scripts allow-downloads" title="{title}" width="100%" '
        f'height="{HEIGHT}" frameborder="0" srcdoc="{escape(text)}"></iframe>'
    )
