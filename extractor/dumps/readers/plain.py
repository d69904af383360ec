"""Text files: one document each.

The encoding is found by `decode` and, where it is not plain UTF-8, stated in the metadata. Line
ends stay as they are: spans count in the text as given.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from extractor.dumps.decode import decode
from extractor.dumps.document import NO_METADATA, Document, ReadSettings, Reject, too_long
from extractor.dumps.inputs import Source


def read(stream: BinaryIO, source: Source, settings: ReadSettings) -> Iterator[Document | Reject]:
    """The one document of a text file, or why it is none."""
    data = stream.read(settings.max_file_bytes + 1)
    if len(data) > settings.max_file_bytes:
        yield Reject(source.name, 0, "too long", too_long(settings))
        return
    decoded = decode(data, settings.encoding)
    if decoded.text is None:
        yield Reject(source.name, 0, "not text", decoded.reason)
    elif not decoded.text.strip():
        yield Reject(source.name, 0, "empty")
    elif len(decoded.text) > settings.max_chars:
        yield Reject(source.name, 0, "too long", too_long(settings))
    else:
        metadata = NO_METADATA if decoded.encoding is None else {"encoding": decoded.encoding}
        yield Document(source.id, decoded.text, metadata, source.name, 0)
