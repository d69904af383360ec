"""Compressed outputs, by suffix; equal input gives equal bytes."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, BinaryIO

from extractor.dumps.compression import split_suffix


@contextmanager
def packed(stream: BinaryIO, path: str) -> Iterator[BinaryIO]:
    """`stream`, or one that compresses into it as the suffix of `path` asks. Leaves it open."""
    _, compression = split_suffix(path)
    if compression is None:
        yield stream
        return
    packing: Any
    if compression.name == "gzip":
        import gzip

        packing = gzip.GzipFile("", "wb", 6, stream, mtime=0)
    elif compression.name == "zstd":
        import zstandard

        packing = zstandard.ZstdCompressor().stream_writer(stream, closefd=False)
    elif compression.name == "bzip2":
        import bz2

        packing = bz2.BZ2File(stream, "wb")
    else:
        import lzma

        packing = lzma.LZMAFile(stream, "wb")  # noqa: SIM115  closed below
    try:
        yield packing
    finally:
        packing.close()
