"""Splits a stream into chunks of whole lines, each with its offset.

In: a stream, or a span of one. Out: chunks in order that cover every byte once. A line that is too
long to hold is a chunk without data. If the stream is broken, everything before the break is
yielded before the error is raised.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO, NamedTuple

from extractor.dumps.compression import Broken
from extractor.dumps.document import Span

CHUNK = 1 << 17
"""Bytes to read and search at a time: about the size of a processor's cache."""


class Chunk(NamedTuple):
    """Whole lines (the last one may lack its end). `data` None: one line, too long to hold."""

    offset: int
    data: bytes | None


def chunks(
    stream: BinaryIO, longest: int, span: Span | None = None, eager: bool = False
) -> Iterator[Chunk]:
    """The chunks of a stream, or of one span of it. `longest`: most bytes of a line to hold.
    `eager`: yields lines as soon as they arrive, as on a pipe that someone types into.

    Raises `Broken` at the end if the stream was.
    """
    offset = 0
    left: int | None = None
    if span is not None:
        offset, left = span.start, span.end - span.start
        stream.seek(offset)
    held = b""
    ended: Broken | bool = False
    while not ended:
        data, ended = _fill(stream, held, left, eager)
        if left is not None:
            left -= len(data) - len(held)
            ended = ended or left <= 0
        cut = len(data) if ended else data.rfind(b"\n") + 1
        if cut:
            yield Chunk(offset, data[:cut])
            offset += cut
        held = data[cut:]
        if len(held) > longest:
            yield Chunk(offset, None)
            rest, held = _pass_over(stream)
            offset += len(data) - cut + rest
            if left is not None:
                left -= rest
                ended = ended or left <= 0
    if isinstance(ended, Broken):
        raise ended


def _fill(
    stream: BinaryIO, held: bytes, left: int | None, eager: bool
) -> tuple[bytes, Broken | bool]:
    """`held` and about a chunk more; and whether the stream ended, or the error that broke it."""
    wanted = CHUNK - len(held) if len(held) < CHUNK // 2 else CHUNK
    if left is not None:  # a span of a file, never eager
        data = stream.read(min(wanted, left))
        if not data.endswith(b"\n") and len(data) < left:
            data += stream.readline(min(wanted, left - len(data)))
        return (held + data if held else data), not data
    pieces = [held]
    while wanted > 0:
        try:
            piece: bytes = stream.read1(wanted)  # type: ignore[attr-defined]
        except Broken as error:
            return b"".join(pieces), error
        if not piece:
            return b"".join(pieces), True
        pieces.append(piece)
        wanted -= len(piece)
        if eager and b"\n" in piece:
            break
    return b"".join(pieces), False


def _pass_over(stream: BinaryIO) -> tuple[int, bytes]:
    """Skips the rest of a line; returns its length in bytes."""
    passed = 0
    while piece := stream.readline(CHUNK):
        passed += len(piece)
        if piece.endswith(b"\n"):
            break
    return passed, b""
