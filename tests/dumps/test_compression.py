"""A compressed dump gives all that stands before its break, and says where that is."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
from collections.abc import Callable

import pytest
import zstandard

from extractor.dumps.compression import COMPRESSIONS, Broken, inside, sniff

PACKS: dict[str, Callable[[bytes], bytes]] = {
    "gzip": lambda data: gzip.compress(data, mtime=0),
    "zstd": lambda data: zstandard.compress(data),
    "bzip2": bz2.compress,
    "xz": lzma.compress,
}
TEXT = b"".join(b"line %d of a dump\n" % n for n in range(20_000))


@pytest.fixture(params=COMPRESSIONS, ids=lambda c: c.name)
def compression(request: pytest.FixtureRequest) -> object:
    return request.param


def unpacked(data: bytes, compression: object) -> tuple[bytes, str]:
    """All that comes out line by line, and the message of the break."""
    stream = inside(io.BytesIO(data), compression)  # type: ignore[arg-type]
    lines = []
    try:
        for line in stream:
            lines.append(line)
    except Broken as error:
        return b"".join(lines), str(error)
    return b"".join(lines), ""


def test_each_compression_is_tested() -> None:
    assert set(PACKS) == {compression.name for compression in COMPRESSIONS}


def test_members_one_after_another_are_one_stream(compression: object) -> None:
    pack = PACKS[compression.name]  # type: ignore[attr-defined]
    data = pack(TEXT) + pack(b"") + pack(b"end\n")
    assert unpacked(data, compression) == (TEXT + b"end\n", "")
    assert sniff(data) is compression


@pytest.mark.parametrize("kept", [5, 100, 1000, -100, -9, -1])
def test_a_cut_is_noticed(compression: object, kept: int) -> None:
    pack = PACKS[compression.name]  # type: ignore[attr-defined]
    whole = pack(TEXT)
    if compression.name == "zstd" and kept == -1:  # type: ignore[attr-defined]
        kept = -2
    text, said = unpacked(whole[:kept], compression)
    assert TEXT.startswith(text)
    assert f"ends in the middle after byte {len(whole[:kept]):,} of the file" in said


def test_all_whole_members_before_a_cut_are_read(compression: object) -> None:
    pack = PACKS[compression.name]  # type: ignore[attr-defined]
    text, said = unpacked(pack(TEXT) + pack(b"more\n")[:-4], compression)
    assert text.startswith(TEXT)
    assert said


def test_what_is_spoilt_is_noticed(compression: object) -> None:
    pack = PACKS[compression.name]  # type: ignore[attr-defined]
    text, said = unpacked(pack(TEXT) + b"rubbish that is no member", compression)
    assert text == TEXT
    assert "data is damaged" in said


def test_padding_with_zeros_is_no_break() -> None:
    assert unpacked(gzip.compress(TEXT) + bytes(100), COMPRESSIONS[0]) == (TEXT, "")
