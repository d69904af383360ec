"""How findings name things: entities, fields, values as the page writes them, places.

A missing entity, mention or detail makes the words vaguer; it never raises an exception.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from typing import Any

from extractor.fields.base import Number, Value
from extractor.model import Finding, Mention, Page, Span
from extractor.rules.base import Code, Setting, Speaker
from extractor.troubles import Where

#: longest quote of the page in a message, in characters; keeps a finding on one line
QUOTE = 60


def first_spelling(patterns: str | list[str]) -> str:
    """The grammar's first spelling of a label."""
    return patterns if isinstance(patterns, str) else patterns[0]


def short(text: str) -> str:
    """A text on one line, cut to `QUOTE` characters."""
    line = " ".join(text[: 4 * QUOTE].split())
    return line if len(line) <= QUOTE and len(text) <= 4 * QUOTE else line[: QUOTE - 1] + "…"


def listing(items: Sequence[str], word: str = "and") -> str:
    """`a`, `a and b`, `a, b and c`."""
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} {word} {items[-1]}"


def plain(number: Number) -> str:
    """A number with thousands groups and without trailing zeros after the point."""
    text = f"{number:,f}" if isinstance(number, Decimal) else f"{number:,}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def shown(value: Value) -> str:
    """A value of any type in a few words: `1,234`, `6 to 12`, `Red 40, Blue 60`."""
    if isinstance(value, (int, Decimal)):
        return plain(value)
    if isinstance(value, dict):
        parts = [shown(part) for part in value.values() if part is not None]
        return (" to " if "low" in value else " ").join(parts)
    if isinstance(value, list):
        return ", ".join(map(shown, value))
    return short(str(value))


def title(page: Page, entity: int | None) -> str | None:
    """The title of an entity of the page; None if there is no such entity."""
    if entity is None or not 0 <= entity < len(page.titles):
        return None
    return page.titles[entity]


def subject(page: Page, entity: int | None, field: str | None) -> str:
    """`FIELD of TITLE`, as far as both are known."""
    name = title(page, entity)
    if field is None:
        return name or "the page"
    return field if name is None else f"{field} of {name}"


def places(mentions: Iterable[Mention]) -> str:
    """The places of mentions, each once: `prose:pay and table:overview`."""
    return listing(list(dict.fromkeys(m.place for m in mentions)))


def mentions_of(page: Page, entity: int, field: str) -> Sequence[Mention]:
    """All mentions of a field of an entity, in page order."""
    return page.mentions.get((entity, field), ())


def written(page: Page, entity: int, field: str) -> str:
    """A value as its first mention on the page writes it."""
    mentions = mentions_of(page, entity, field)
    if not mentions:
        return short(str(page.values[entity].get(field)))
    return short(page.text(mentions[0]))


def stated(page: Page, entity: int, field: str) -> str:
    """A value as the page writes it, and its places: `$37,540 in prose:pay and table:overview`."""
    text = written(page, entity, field)
    mentions = mentions_of(page, entity, field)
    return f"{text} in {places(mentions)}" if mentions else text


def spans_of(page: Page, entity: int, *fields: str) -> list[Span]:
    """The spans of all mentions of some fields of an entity."""
    return [Span(m.start, m.end) for f in fields for m in mentions_of(page, entity, f)]


def of_value(code: Code, page: Page, entity: int, field: str, words: str) -> Finding:
    """A finding under `code` that says some words of a value of the page."""
    message = f"{subject(page, entity, field)} {words}"
    return code.finding(message, spans_of(page, entity, field), title(page, entity), field)


def quoted(where: Where) -> str:
    """The text of a trouble as the page writes it, and its place: `$1k in table:overview`."""
    return f"{short(where.text) or 'an empty text'} in {where.place}"


def told(code: Code, message: str, page: Page, where: Where) -> Finding:
    """A finding under `code` for a trouble."""
    return code.finding(message, where.spans, title(page, where.entity), where.field)


def speaker(code: Code, words: Callable[[Page, Any], str]) -> Speaker:
    """A speaker for troubles whose words need no grammar."""

    def speak(page: Page, trouble: Any, setting: Setting) -> Finding:
        return told(code, words(page, trouble), page, trouble.where)

    return speak
