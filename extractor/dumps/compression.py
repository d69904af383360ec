"""Decompresses dumps as streams of bytes, and reports damage with its position.

In: a file opened in binary. Out: a buffered stream of its contents, for any number of concatenated
members (gzip) or frames (zstd). A truncated or damaged file yields everything before the break,
then raises `Broken`. The standard wrappers are not used because they handle a break inconsistently:
one ignores it, another loses a whole buffer, whose size depends on the version of Python.
"""

from __future__ import annotations

import io
import zlib
from collections.abc import Callable
from typing import BinaryIO, NamedTuple, Protocol

INPUT_BYTES = 4096
"""Input per step. zstd expands a byte to at most 32 kB, so a hostile file fills no more than 128
MB; larger steps are no faster."""

OUTPUT_BYTES = 65_536


class Broken(Exception):
    """A compressed file that is truncated or damaged after `offset` bytes."""

    def __init__(self, offset: int, what: str) -> None:
        super().__init__(f"{what} after byte {offset:,} of the file")


class Decoder(Protocol):
    """Decompresses one member; `bz2.BZ2Decompressor` and `lzma.LZMADecompressor` conform."""

    @property
    def eof(self) -> bool:
        """Whether the member has ended."""

    @property
    def needs_input(self) -> bool:
        """Whether it has no more output without more input."""

    @property
    def unused_data(self) -> bytes:
        """Bytes after the end of the member."""

    def decompress(self, data: bytes, max_length: int) -> bytes:
        """At most `max_length` bytes of output for the input so far."""


class _Gzip:
    """zlib leaves unconsumed input to the caller; this feeds it back."""

    def __init__(self) -> None:
        self._inner = zlib.decompressobj(wbits=31)

    @property
    def eof(self) -> bool:
        return self._inner.eof

    @property
    def needs_input(self) -> bool:
        return not self._inner.unconsumed_tail

    @property
    def unused_data(self) -> bytes:
        return self._inner.unused_data.lstrip(b"\0")  # padding, as on tapes

    def decompress(self, data: bytes, max_length: int) -> bytes:
        return self._inner.decompress(self._inner.unconsumed_tail + data, max_length)


class _Zstd:
    """zstd's decompressor does not limit its output; `INPUT_BYTES` does."""

    needs_input = True

    def __init__(self) -> None:
        import zstandard

        self._inner = zstandard.ZstdDecompressor().decompressobj()

    @property
    def eof(self) -> bool:
        return self._inner.eof

    @property
    def unused_data(self) -> bytes:
        return self._inner.unused_data

    def decompress(self, data: bytes, max_length: int) -> bytes:
        return self._inner.decompress(data) if data else b""


def _bzip2() -> Decoder:
    import bz2

    return bz2.BZ2Decompressor()


def _xz() -> Decoder:
    import lzma

    return lzma.LZMADecompressor()


class Compression(NamedTuple):
    """A compression: its suffix, and the first bytes of its files."""

    name: str
    suffix: str
    magic: bytes
    decoder: Callable[[], Decoder]


COMPRESSIONS = (
    Compression("gzip", ".gz", b"\x1f\x8b", _Gzip),
    Compression("zstd", ".zst", b"\x28\xb5\x2f\xfd", _Zstd),
    Compression("bzip2", ".bz2", b"BZh", _bzip2),
    Compression("xz", ".xz", b"\xfd7zXZ\x00", _xz),
)


class _Inside(io.RawIOBase):
    """The decompressed contents of a file."""

    def __init__(self, file: BinaryIO, compression: Compression) -> None:
        self._file = file
        self._compression = compression
        self._decoder: Decoder | None = None
        self._fed = b""
        self._offset = 0
        self._ready = memoryview(b"")

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        while not self._ready:
            if not self._step():
                return 0
        count = min(len(buffer), len(self._ready))
        buffer[:count] = self._ready[:count]
        self._ready = self._ready[count:]
        return count

    def _step(self) -> bool:
        """Decodes one piece into `_ready`; False at the end of the file."""
        decoder = self._decoder
        if not self._fed and (decoder is None or decoder.needs_input):
            self._fed = self._file.read(INPUT_BYTES)
            self._offset += len(self._fed)
            if not self._fed:
                return self._end()
        if decoder is None:
            decoder = self._decoder = self._compression.decoder()
        fed, self._fed = self._fed, b""
        try:
            self._ready = memoryview(decoder.decompress(fed, OUTPUT_BYTES))
        except Exception as error:  # each library raises its own class
            at = max(0, self._offset - len(fed))
            raise Broken(at, f"{self._compression.name} data is damaged ({error})") from None
        if decoder.eof:
            self._fed = decoder.unused_data
            self._decoder = None
        return True

    def _end(self) -> bool:
        """At the end of the file: the remaining output of a truncated member, then `Broken`."""
        if self._decoder is None:
            return False
        self._ready = memoryview(self._decoder.decompress(b"", OUTPUT_BYTES))
        if not self._ready:
            raise Broken(self._offset, f"{self._compression.name} data ends in the middle")
        return True


def inside(file: BinaryIO, compression: Compression) -> io.BufferedReader:
    """The decompressed stream of `file`."""
    return io.BufferedReader(_Inside(file, compression), OUTPUT_BYTES)


def sniff(start: bytes) -> Compression | None:
    """The compression of a file that starts with these bytes, or None."""
    return next((c for c in COMPRESSIONS if start.startswith(c.magic)), None)


def split_suffix(name: str) -> tuple[str, Compression | None]:
    """A file's name without its compression's suffix, and that compression."""
    for compression in COMPRESSIONS:
        if name.lower().endswith(compression.suffix):
            return name[: -len(compression.suffix)], compression
    return name, None
