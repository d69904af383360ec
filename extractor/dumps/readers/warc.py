"""WET and WARC: one document a record that holds text, named by its target's URI.

Read are `conversion` records, which is all of a WET file, and `resource` and `response` records of
plain text; HTML is set aside, since this program reads text. Other records (requests, metadata)
are no documents. The headers of a record are its metadata.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from extractor.dumps.decode import decode
from extractor.dumps.document import Document, Passed, Raw, ReadSettings, Reject, Span, too_long
from extractor.dumps.extras import need
from extractor.dumps.inputs import Source
from extractor.dumps.sieve import Sieve

NOT_METADATA = {"content-length", "content-type", "warc-target-uri", "warc-type"}


def scan(
    stream: BinaryIO,
    source: Source,
    settings: ReadSettings,
    sieve: Sieve | None = None,
    span: Span | None = None,
) -> Iterator[Raw | Passed | Reject]:
    """All records of text, in order."""
    fastwarc = need("fastwarc.warc", "warc", f"{source.name}: reading WARC")
    kinds = fastwarc.WarcRecordType
    passed = number = 0
    wanted = kinds.conversion | kinds.resource | kinds.response
    for record in fastwarc.ArchiveIterator(stream, record_types=wanted, parse_http=True):
        number += 1
        offset = record.stream_pos
        kind = _content_type(record)
        name = record.headers.get("WARC-Target-URI")
        if kind is not None and kind != "text/plain":
            yield Reject(source.name, offset, "not text", f"a record of {kind}", document=name)
            continue
        if record.content_length > settings.max_file_bytes:
            yield Reject(source.name, offset, "too long", too_long(settings), document=name)
            continue
        data = record.reader.read()
        if sieve is None or sieve.passes(data) or b"\0" in data:
            headers = {k: v for k, v in record.headers.items() if k.lower() not in NOT_METADATA}
            yield Raw(offset, None, (name or f"{source.id}:{number}", headers, data))
        else:
            passed += 1
    if passed:
        yield Passed(passed)
    if not number:
        yield Reject(source.name, 0, "empty")


def parse(raw: Raw, source: Source, settings: ReadSettings) -> Document | Reject:
    """The document of one record."""
    name, headers, data = raw.data

    def reject(reason: str, detail: str = "") -> Reject:
        return Reject(source.name, raw.offset, reason, detail, raw=data, document=name)

    decoded = decode(data, settings.encoding)
    if decoded.text is None:
        return reject("not text", decoded.reason)
    if not decoded.text.strip():
        return reject("empty")
    if len(decoded.text) > settings.max_chars:
        return reject("too long", too_long(settings))
    metadata = headers if decoded.encoding is None else {**headers, "encoding": decoded.encoding}
    return Document(name, decoded.text, metadata, source.name, raw.offset)


def _content_type(record: object) -> str | None:
    """The type of what a record holds; None where it says none."""
    http = getattr(record, "http_headers", None)
    headers = http if http is not None else getattr(record, "headers", {})
    found = headers.get("Content-Type")
    return None if found is None else str(found).partition(";")[0].strip().lower()
