"""Texts for properties: samples with stretches moved, doubled, dropped and spoilt, and noise."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from extractor import load_grammar
from tests.size import some

ROOT = Path(__file__).resolve().parents[2]
PAGES = tuple(
    path.read_bytes().decode("utf-8") for path in sorted((ROOT / "samples").glob("*/*.txt"))
)
LABELS = st.sampled_from(
    sorted(
        spelling
        for table in load_grammar("occupation-comparison").tables
        for spellings in table.spellings.values()
        for spelling in spellings
    )
)
#: signs that layouts, field types and Markdown are made of, and some that only web text holds
SIGNS = [*"|-+=: \t\n#*>$%,.0159ABab&\\[]()é", "\r\n", "\u00a0", "\ufffd", "\x00", "\ue000", "İ"]
NOISE = st.lists(st.sampled_from(SIGNS), max_size=40).map("".join)
LINE_ENDS = st.sampled_from(["\n", "\n", "\r\n", "\n\n", " "])


@st.composite
def spoilt(draw: st.DrawFn) -> str:
    """A sample, spoilt in up to four places."""
    page = draw(st.sampled_from(PAGES))
    for _ in range(draw(st.integers(0, 4))):
        start = draw(st.integers(0, len(page)))
        end = draw(st.integers(start, min(len(page), start + 600)))
        piece = page[start:end]
        page = page[:start] + draw(st.sampled_from(["", piece * 2, piece[::-1]])) + page[end:]
        at = draw(st.integers(0, len(page)))
        page = page[:at] + draw(NOISE | LABELS) + page[at:]
    return page.replace("\n", draw(LINE_ENDS))


settings.register_profile(
    "laws",
    max_examples=some(120),
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
settings.load_profile("laws")
TEXTS = spoilt() | NOISE | st.lists(LABELS | NOISE).map("\n".join)


@pytest.fixture(scope="session")
def pages() -> tuple[str, ...]:
    """The samples' texts."""
    return PAGES
