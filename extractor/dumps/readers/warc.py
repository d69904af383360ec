"""WET and WARC: one document per record of text, named by its target URI.

Reads `conversion` records (all of a WET file), and `resource` and `response` records of plain text;
of HTML if it is converted, otherwise these are set aside. Other records (requests, metadata) are no
documents. The headers of a record become its metadata. Records are held until there are enough to
search as one buffer.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, BinaryIO

from extractor.dumps.chunks import CHUNK
from extractor.dumps.compression import Broken
from extractor.dumps.decode import decode
from extractor.dumps.document import Document, Passed, Raw, ReadSettings, Reject, Span, too_long
from extractor.dumps.extras import need
from extractor.dumps.html import CONVERTER, plain
from extractor.dumps.html import DETAIL as HTML
from extractor.dumps.inputs import Source
from extractor.dumps.sieve import Sieve
from extractor.record import Origin

URI, LENGTH = "WARC-Target-URI", "Content-Length"
TEXT, HTML_TYPE = "text/plain", "text/html"
_Held = tuple[int, Any, bytes]
"""The number of a record, the record, and its content."""

NOT_METADATA = {"content-length", "content-type", "warc-target-uri", "warc-type"}


def scan(
    stream: BinaryIO,
    source: Source,
    settings: ReadSettings,
    sieve: Sieve | None = None,
    span: Span | None = None,
) -> Iterator[Raw | Passed | Reject]:
    """All records of text, in order. A file that is damaged or ends inside a record yields
    everything before, then raises `Broken`."""
    fastwarc = need("fastwarc.warc", f"{source.name}: reading WARC")
    conversion = fastwarc.WarcRecordType.conversion
    longest = settings.max_file_bytes
    tape = _Tape(stream)
    held: list[_Held] = []
    number = size = 0
    for number, record in enumerate(_records(tape, fastwarc), 1):
        # Reading headers takes as long as the sieve, and conversions are always text.
        kind = None if record.record_type == conversion else _other_type(record)
        if kind == HTML_TYPE and settings.html:
            kind = None
        if kind is None and record.content_length <= longest:
            data = record.reader.read()
            if len(data) < record.content_length or not (data or LENGTH in record.headers):
                tape.error = tape.error or Broken(tape.tell(), "WARC data ends in a record")
                break
            held.append((number, record, data))
            size += len(data)
            if size < CHUNK:
                continue
        yield from _sieved(held, source, sieve)
        held, size = [], 0
        if kind is not None:
            yield _reject(number, record, source, "not text", f"a record of {kind}")
        elif record.content_length > longest:
            yield _reject(number, record, source, "too long", too_long(settings))
    yield from _sieved(held, source, sieve)
    if tape.error is not None:
        raise tape.error
    if not number:
        yield Reject(Origin(source.name), 0, "empty")


class _Tape:
    """Adapts a stream for fastwarc, which asks for the position, unknown to some streams, and
    cannot handle an error."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._place = 0
        self.error: Exception | None = None

    def tell(self) -> int:
        """How many bytes were read."""
        return self._place

    def read(self, size: int) -> bytes:
        """Some bytes; none at the end or after an error, which `error` keeps."""
        try:
            data: bytes = self._stream.read1(size)  # type: ignore[attr-defined]
        except (Broken, OSError) as error:
            self.error = error
            return b""
        self._place += len(data)
        return data


def _records(tape: _Tape, fastwarc: Any) -> Iterator[Any]:
    kinds = fastwarc.WarcRecordType
    wanted = kinds.conversion | kinds.resource | kinds.response
    try:
        yield from fastwarc.ArchiveIterator(tape, record_types=wanted, parse_http=True)
    except OSError as error:
        tape.error = tape.error or Broken(tape.tell(), f"WARC data is damaged ({error})")


def _sieved(held: list[_Held], source: Source, sieve: Sieve | None) -> Iterator[Raw | Passed]:
    """Records searched as one buffer; all without a sieve. Records with zero bytes always pass:
    their encoding may be unknown to the sieve."""
    wanted: Sequence[int] = range(len(held))
    if sieve is not None:
        joined = b"\n".join([data.replace(b"\n", b" ") for *_, data in held])
        wanted = sieve.lines(joined)
        if b"\0" in joined:
            wide = (at for at, (*_, data) in enumerate(held) if b"\0" in data)
            wanted = sorted({*wanted, *wide})
    for at in wanted:
        number, record, data = held[at]
        headers = {k: v for k, v in record.headers.items() if k.lower() not in NOT_METADATA}
        yield Raw(record.stream_pos, number, (record.headers.get(URI), headers, data))
    if len(held) > len(wanted):
        yield Passed(len(held) - len(wanted))


def _reject(number: int, record: Any, source: Source, reason: str, detail: str) -> Reject:
    """An unread record as a reject."""
    origin = Origin(source.name, number, record.headers.get(URI))
    return Reject(origin, record.stream_pos, reason, detail)


def parse(raw: Raw, source: Source, settings: ReadSettings) -> Document | Reject:
    """The document of one record."""
    name, headers, data = raw.data
    origin = Origin(source.name, raw.line, name)

    def reject(reason: str, detail: str = "") -> Reject:
        return Reject(origin, raw.offset, reason, detail, data)

    decoded = decode(data, settings.encoding)
    if decoded.text is None:
        return reject("not text", decoded.reason)
    if not decoded.text.strip():
        return reject("empty")
    if len(decoded.text) > settings.max_chars:
        return reject("too long", too_long(settings))
    read = plain(decoded.text, settings)
    if read is None:
        return reject("HTML", HTML)
    metadata = headers if decoded.encoding is None else {**headers, "encoding": decoded.encoding}
    if read is not decoded.text:
        metadata = {**metadata, "converted": CONVERTER}
    return Document(origin, read, metadata, raw.offset)


def _other_type(record: Any) -> str | None:
    """The type of a record's content if it declares one other than plain text."""
    headers = record.headers if record.http_headers is None else record.http_headers
    kind = str(headers.get("Content-Type") or TEXT).partition(";")[0].strip().lower()
    return None if kind == TEXT else kind
