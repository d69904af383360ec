"""Size limits of grammars: a file that exceeds them is refused before it is compiled.

In: a grammar file's text, and its parsed TOML. Out: mistakes with their dotted key. Grammars may be
untrusted, the TOML parser is quadratic in the length of a dotted key, and compile time grows with
each word; a file within these limits loads within a second.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from extractor.deferred import deferred

from .schema import GrammarFile, listed

#: longest grammar file, in bytes
MAX_BYTES = 1_000_000
#: parts of a dotted key, and nested tables or lists; the language needs 8
MAX_DEPTH = 16
#: longest text, in characters: an example may be a whole page
MAX_TEXT = 40_000
#: longest key, label or boilerplate line, in characters
MAX_WORDS = 400
#: largest number, in digits: more than any value has
MAX_DIGITS = 18
#: keys of one table (fields, sections, labels, rules)
MAX_KEYS = 500
#: texts of one list; vocabularies are long, and each word costs time on every page
MAX_LIST = 5_000
#: all labels and boilerplate lines, and their characters: each is searched for at every position
MAX_LABELS = 2_000
MAX_LABELLED = 20_000
#: all patterns, and their characters: each is compiled and searched for on every page
MAX_SPOKEN = 500
MAX_PATTERNS = 60_000
#: all texts of examples, in characters: each is read like a page
MAX_EXAMPLES = 100_000

_TOKEN = deferred(
    r'"""(?s:.*?)"""|\'\'\'(?s:.*?)\'\'\'|"(?>(?:[^"\\\n]|\\.)*)"|\'[^\'\n]*+\'|#[^\n]*+'
    r"|[\w-]++|[ \t]++|[^\w \t]"
)


def of_text(text: str) -> Iterator[str]:
    """Mistakes that must be found before the TOML is parsed."""
    if not any([line.count(".") >= MAX_DEPTH for line in text.split("\n")]):
        return
    dots, line = 0, 1
    for token in _TOKEN.finditer(text):
        shown = token.group()
        dots += shown == "."
        if dots >= MAX_DEPTH:
            yield f"line {line}: a key of more than {MAX_DEPTH} parts; shorten it"
            return
        if shown in "=,[]{}\n" or shown[0] == "#":
            dots = 0
        line += shown.count("\n")


def of_values(raw: dict[str, Any]) -> Iterator[str]:
    """Mistakes in parsed TOML: nested too deeply, too long or too large for a grammar."""
    todo: list[tuple[tuple[str, ...], Any]] = [((), raw)]
    while todo:
        at, value = todo.pop()
        key = ".".join(at) or "the file"
        if isinstance(value, dict | list):
            most = MAX_KEYS if isinstance(value, dict) else MAX_LIST
            if len(at) >= MAX_DEPTH:
                yield f"{key[:80]}: more than {MAX_DEPTH} nested tables; remove some"
            elif len(value) > most:
                yield f"{key}: {len(value):,} entries are too many; keep to {most:,}"
            else:
                todo += _entries(at, value)
            for name in value if isinstance(value, dict) else ():
                if len(name) > MAX_WORDS:
                    yield f"{key}: the key {name[:40]!r}… is longer than {MAX_WORDS} characters"
        elif isinstance(value, str) and len(value) > MAX_TEXT:
            yield f"{key}: {value[:40]!r}… is longer than {MAX_TEXT:,} characters; shorten it"
        elif type(value) in (int, float) and abs(value) >= 10**MAX_DIGITS:
            yield f"{key}: a number of more than {MAX_DIGITS} digits; shorten it"


def of_file(file: GrammarFile) -> Iterator[str]:
    """Mistakes of a grammar whose total size is too large."""
    patterns: list[str] = []
    labels = [*file.boilerplate, *file.filler]
    for section in file.sections:
        heading = section.each.heading if section.each else None
        spoken = (*section.spoken.values(), *section.cells.values(), section.heading, heading)
        patterns += [text for texts in spoken for text in listed(texts)]
        rows = (section.table or section.columns).values()
        labels += [*section.cells, *(label for labels in rows for label in listed(labels))]
    sizes = (
        ("sections", len(patterns), MAX_SPOKEN, "patterns"),
        ("sections", sum(map(len, patterns)), MAX_PATTERNS, "characters of patterns"),
        ("sections", len(labels), MAX_LABELS, "labels and lines of boilerplate"),
        ("sections", sum(map(len, labels)), MAX_LABELLED, "characters of labels and boilerplate"),
        ("examples", sum([len(one.text) for one in file.examples]), MAX_EXAMPLES, "characters"),
    )
    for key, size, most, what in sizes:
        if size > most:
            yield f"{key}: {size:,} {what} are too many; keep to {most:,}, or make two grammars"
    for key, words in _short_texts(file):
        for text in words:
            if len(text) > MAX_WORDS:
                yield f"{key}: {text[:40]!r}… is longer than {MAX_WORDS} characters; shorten it"


def _short_texts(file: GrammarFile) -> Iterator[tuple[str, list[str]]]:
    """Labels, marks and boilerplate lines, with their keys."""
    for key in ("missing", "boilerplate", "filler", "ignore"):
        yield key, getattr(file, key) or []
    for name, words in (*file.vocabularies.items(), *file.synonyms.items()):
        yield name, words
    for section in file.sections:
        for name, texts in (*section.table.items(), *section.columns.items()):
            yield f"sections.{section.name}.{name}", listed(texts)


def _entries(at: tuple[str, ...], value: Any) -> list[tuple[tuple[str, ...], Any]]:
    """The entries of a table or list, last first, with their keys; lists count from 1."""
    numbered = value.items() if isinstance(value, dict) else enumerate(value, 1)
    return [((*at, str(name)), entry) for name, entry in numbered][::-1]
