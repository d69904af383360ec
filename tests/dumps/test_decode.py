"""Bytes become text by a rule that is stated, or a reason; no byte is replaced."""

from __future__ import annotations

import codecs
import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.dumps.decode import FALLBACK, decode

TEXT = "Café – £30k, a page of some length"

# bytes, text, encoding as stated
READ = [
    (b"plain", "plain", None),
    (TEXT.encode(), TEXT, None),
    (codecs.BOM_UTF8 + TEXT.encode(), TEXT, None),
    (codecs.BOM_UTF16_LE + TEXT.encode("utf-16-le"), TEXT, "utf-16-le"),
    (codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"), TEXT, "utf-16-be"),
    (codecs.BOM_UTF32_LE + TEXT.encode("utf-32-le"), TEXT, "utf-32-le"),
    (codecs.BOM_UTF32_BE + TEXT.encode("utf-32-be"), TEXT, "utf-32-be"),
    (TEXT.encode("utf-16-le"), TEXT, "utf-16-le"),
    (TEXT.encode("utf-16-be"), TEXT, "utf-16-be"),
    (TEXT.encode("utf-32-le"), TEXT, "utf-32-le"),
    (TEXT.encode("utf-32-be"), TEXT, "utf-32-be"),
    (TEXT.encode("cp1252"), TEXT, FALLBACK),
    (b"line\r\nline\rline\n", "line\r\nline\rline\n", None),
    (b"a real page\0with one zero", "a real page\0with one zero", None),
    (b"\x1b[1mbold\x1b[0m of a terminal", "\x1b[1mbold\x1b[0m of a terminal", None),
    (b"", "", None),
]

# bytes, what the reason says
REFUSED = [
    (bytes(range(256)) * 4, "byte 128 is not UTF-8"),
    (b"\x01\x02\x03\x04" * 100, "100% control characters"),
    (b"\0" * 4000, "100% control characters"),
    (b"GIF89a\x01\0\x01\0\x80\x01\0\xff\xff\xff\0\0\0", "byte 10 is not UTF-8"),
    (codecs.BOM_UTF16_LE + b"odd", "is not utf-16-le"),
    ("Café, née Cafe".encode() + b" \xe9t\xe9", "byte 17 is not UTF-8"),
    ("a page cut within é".encode()[:-1] + "é".encode(), "byte 18 is not UTF-8"),
]


@pytest.mark.parametrize(("data", "text", "encoding"), READ)
def test_text_is_read(data: bytes, text: str, encoding: str | None) -> None:
    assert decode(data) == (text, encoding, "")


@pytest.mark.parametrize(("data", "reason"), REFUSED)
def test_what_is_no_text_is_refused(data: bytes, reason: str) -> None:
    decoded = decode(data)
    assert decoded.text is None
    assert reason in decoded.reason


def test_random_bytes_are_refused() -> None:
    assert all(decode(os.urandom(2000)).text is None for _ in range(50))


@pytest.mark.parametrize("encoding", ["utf-8", "cp1252", "utf-16-le", "cp1251"])
def test_a_named_encoding_is_obeyed(encoding: str) -> None:
    text = "Повар" if encoding == "cp1251" else TEXT
    assert decode(text.encode(encoding), encoding).text == text


def test_a_named_encoding_that_does_not_fit_is_refused() -> None:
    decoded = decode(b"\xff\xff", "ascii")
    assert decoded.text is None
    assert "byte 0 is not ascii" in decoded.reason


@given(st.binary(max_size=300))
def test_text_is_what_its_bytes_say(data: bytes) -> None:
    decoded = decode(data)
    if decoded.text is not None:
        assert data.endswith(decoded.text.encode(decoded.encoding or "utf-8"))
