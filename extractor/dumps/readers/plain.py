"""Text files: one document each.

`decode` detects the encoding; the metadata state it unless it is plain UTF-8. Line ends stay as
they are: spans refer to the text as given.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from extractor.dumps.decode import decode
from extractor.dumps.document import (
    NO_METADATA,
    Document,
    Passed,
    Raw,
    ReadSettings,
    Reject,
    Span,
    too_long,
)
from extractor.dumps.html import CONVERTER, plain
from extractor.dumps.html import DETAIL as HTML
from extractor.dumps.inputs import Source
from extractor.dumps.sieve import Sieve
from extractor.record import Origin

GRAMMAR = ".toml"
"""Suffix of grammar files, which may be among the pages by mistake."""

NOT_A_PAGE = "this is no page; write it after --grammar"


def scan(
    stream: BinaryIO,
    source: Source,
    settings: ReadSettings,
    sieve: Sieve | None = None,
    span: Span | None = None,
) -> Iterator[Raw | Passed | Reject]:
    """The bytes of a text file, even past a sieve: each named file is accounted for."""
    data = stream.read(settings.max_file_bytes + 1)
    if len(data) > settings.max_file_bytes:
        yield Reject(Origin(source.name), 0, "too long", too_long(settings))
    else:
        yield Raw(0, None, data)


def parse(raw: Raw, source: Source, settings: ReadSettings) -> Document | Reject:
    """The document of a text file, or a reject."""
    decoded = decode(raw.data, settings.encoding)
    if decoded.text is None:
        return Reject(Origin(source.name), 0, "not text", decoded.reason)
    if source.path.endswith(GRAMMAR):
        return Reject(Origin(source.name), 0, "a grammar", NOT_A_PAGE)
    if not decoded.text.strip():
        return Reject(Origin(source.name), 0, "empty")
    if len(decoded.text) > settings.max_chars:
        return Reject(Origin(source.name), 0, "too long", too_long(settings))
    read = plain(decoded.text, settings)
    if read is None:
        return Reject(Origin(source.name), 0, "HTML", HTML)
    metadata = NO_METADATA if decoded.encoding is None else {"encoding": decoded.encoding}
    if read is not decoded.text:
        metadata = {**metadata, "converted": CONVERTER}
    return Document(Origin(source.name), read, metadata, 0)
