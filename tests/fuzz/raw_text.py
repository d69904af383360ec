"""Any text at all, guided by coverage: the engine never crashes, never hangs, stays within memory.

    python -m tests.fuzz.raw_text [-max_total_time=300] [FOLDER …]

runs it with atheris (libFuzzer) from the pages in `corpus/`; new inputs go to the first FOLDER. In
`test_raw_text` the same check sees a few thousand spoilt pages without it.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Iterator
from pathlib import Path

from extractor import extract

CORPUS = Path(__file__).parent / "corpus"
#: longest input, seconds for one, and megabytes for all: libFuzzer stops where one is passed
LIMITS = ("-max_len=4000", "-timeout=10", "-rss_limit_mb=1024")
#: what tables, figures and Markdown are made of, and what only web text holds
PIECES = (
    *("|", "\n", "\t", "  ", "-", "+---+", "=", ":-:", "\\", "#", "* ", "$", "%", ",", ".", "1212"),
    *("\r\n", "\u00a0", "\ufffd", "\x00", "\ue000", "İ", "’", "Growth rate", "Roofer", "a roofer"),
)


def check(data: bytes) -> None:
    """Reads any bytes as a page; what comes out must stand on its text."""
    text = data.decode("utf-8", "replace")
    record = extract(text)
    spans = [(m.start, m.end) for m in record.mentions]
    spans += [span for finding in record.findings for span in finding.spans]
    spans += record.residue
    assert all(0 <= start <= end <= len(text) for start, end in spans)
    assert record.family is not None or record.findings
    assert record.to_json()


def spoilt(count: int, seed: int) -> Iterator[bytes]:
    """Pages of the corpus with pieces put in, taken out and moved: always the same for a seed."""
    chance = random.Random(seed)
    pages = [path.read_text("utf-8") for path in sorted(CORPUS.iterdir())]
    for _ in range(count):
        text = chance.choice(pages)
        for _ in range(chance.randint(1, 6)):
            at, end = sorted(chance.randrange(len(text) + 1) for _ in "ab")
            way = chance.randrange(4)
            middle = text[at:end]
            put = (chance.choice(PIECES), "", middle[::-1], middle[:80] * chance.randint(2, 9))[way]
            text = text[:at] + put + text[at if way == 0 else end :]
        yield text[:4000].encode("utf-8")


def main(argv: list[str]) -> None:
    """Runs atheris until it is stopped."""
    import atheris

    with atheris.instrument_imports(include=["extractor"], enable_loader_override=False):
        for name in [name for name in sys.modules if name.partition(".")[0] == "extractor"]:
            del sys.modules[name]
        import extractor.engine  # noqa: F401

    globals()["extract"] = sys.modules["extractor.engine"].extract
    atheris.Setup([argv[0], *LIMITS, *argv[1:], str(CORPUS)], check)
    atheris.Fuzz()


if __name__ == "__main__":
    main(sys.argv)
