"""Decodes bytes to text, without silent guesses.

In: the bytes of one document. Out: its text, with the encoding if that is not plain UTF-8, or the
reason why it is not text. Tried in order: a byte order mark; UTF-16 and UTF-32, by the positions of
zero bytes; strict UTF-8; strict windows-1252, the web's default for unlabelled bytes
(https://encoding.spec.whatwg.org/#names-and-labels). Statistical detectors were tried and dropped:
on pages with a handful of odd bytes they turn `£30k` into `Ł30k`.

An undecodable byte is never replaced: the document is set aside.
"""

from __future__ import annotations

import codecs
from typing import NamedTuple

FALLBACK = "windows-1252"

MAX_CONTROL_SHARE = 0.05
"""Text with a larger share of control characters is binary data. Random bytes have 11%."""

SAMPLE_BYTES = 4096

# UTF-32 first: the mark of UTF-32-LE starts with that of UTF-16-LE.
MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

# In mostly Latin text: which of every four bytes are usually zero, and one that is not.
ZEROS = (
    ("utf-32-le", (1, 2, 3), 0),
    ("utf-32-be", (0, 1, 2), 3),
    ("utf-16-le", (1, 3), 0),
    ("utf-16-be", (0, 2), 1),
)

_CONTROLS = bytes(b for b in (*range(32), 127) if b not in b"\t\n\v\f\r\x1b\0")


class Decoded(NamedTuple):
    """`text` None: not text, for `reason`. `encoding` None: plain UTF-8."""

    text: str | None
    encoding: str | None = None
    reason: str = ""


def decode(data: bytes, encoding: str | None = None) -> Decoded:
    """The text of `data`, in `encoding` if the user named one. A byte order mark is removed."""
    mark = next(((mark, name) for mark, name in MARKS if data.startswith(mark)), None)
    if encoding is not None:
        return _strict(data.removeprefix(mark[0]) if mark else data, encoding)
    if mark is not None:
        return _strict(data.removeprefix(mark[0]), mark[1])
    wide = _by_zeros(data)
    if wide is not None:
        found = _strict(data, wide)
        if found.text is not None:
            return found
    try:
        return _judged(data.decode("utf-8"), None)
    except UnicodeDecodeError as error:
        legacy = _strict(data, FALLBACK)
        # Parts are UTF-8 beyond ASCII: a page cut inside a character, not windows-1252.
        mixed = not data.decode("utf-8", "ignore").isascii()
        return _not("UTF-8", error) if legacy.text is None or mixed else legacy


def _by_zeros(data: bytes) -> str | None:
    sample = data[:SAMPLE_BYTES]
    sample = sample[: len(sample) - len(sample) % 4]
    if not sample or 0 not in sample:
        return None
    lanes = [sample[i::4] for i in range(4)]
    zeros = [lane.count(0) / len(lane) for lane in lanes]
    for name, empty, full in ZEROS:
        if all(zeros[i] > 0.7 for i in empty) and zeros[full] < 0.3:
            return name
    return None


def _strict(data: bytes, encoding: str) -> Decoded:
    try:
        return _judged(data.decode(encoding), None if encoding == "utf-8" else encoding)
    except UnicodeDecodeError as error:
        return _not(encoding, error)


def _not(encoding: str, error: UnicodeDecodeError) -> Decoded:
    where = f"byte {error.start:,} is not {encoding}"
    return Decoded(None, reason=f"{where}; if it is text, name its encoding with --encoding")


def _judged(text: str, encoding: str | None) -> Decoded:
    share = _control_share(text)
    if share > MAX_CONTROL_SHARE:
        return Decoded(None, reason=f"{share:.0%} control characters: binary data?")
    return Decoded(text, encoding)


def _control_share(text: str) -> float:
    """The share of control characters. Zero bytes count only if they are the majority: crawls
    sprinkle them over real pages."""
    if not text:
        return 0.0
    encoded = text.encode("utf-8", "surrogatepass")
    controls = len(encoded) - len(encoded.translate(None, _CONTROLS))
    zeros = text.count("\0")
    return (controls + (zeros if zeros * 2 > len(text) else 0)) / len(text)
