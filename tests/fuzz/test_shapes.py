"""Pages whose lines and borders were lost, doubled or moved are read without a grammar, whatever
comes of it: never an error, and each value is where it says."""

from __future__ import annotations

import tomllib
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from extractor import extract
from tests.size import some

CORPUS = Path(__file__).parents[1] / "engine" / "corpus"
PAGES = [
    case["page"]
    for name in ("generic", "families")
    for case in tomllib.loads((CORPUS / f"{name}.toml").read_text("utf-8"))["pages"]
]
MARKS = (
    "|",
    " | ",
    "\t",
    "\n",
    "  ",
    ":",
    "|---|---|\n",
    "# ",
    "* ",
    "9",
    "\u200b",
    "[](x)",
    "```\n",
)


@st.composite
def pages(draw: st.DrawFn) -> str:
    """A page of the corpus after a few losses, with marks or a piece of another page in it."""
    text: str = draw(st.sampled_from(PAGES))
    for _ in range(draw(st.integers(1, 6))):
        at = draw(st.integers(0, len(text)))
        lines = text.split("\n")
        line = draw(st.integers(0, len(lines) - 1))
        match draw(st.sampled_from(("lose", "double", "move", "cut", "mark", "join"))):
            case "lose":
                del lines[line]
                text = "\n".join(lines)
            case "double":
                lines.insert(draw(st.integers(0, len(lines))), lines[line])
                text = "\n".join(lines)
            case "move":
                lines.insert(0, lines.pop(line))
                text = "\n".join(lines)
            case "cut":
                text = text[:at] + text[at + draw(st.integers(1, 40)) :]
            case "mark":
                text = text[:at] + draw(st.sampled_from(MARKS)) + text[at:]
            case _:
                text = text[:at] + draw(st.sampled_from(PAGES))[:400] + text[at:]
    return text


@settings(deadline=None, max_examples=some(400))
@given(pages())
def test_a_page_that_fell_apart_is_read(text: str) -> None:
    for record in (extract(text, grammar="generic"), extract(text, unknown="generic")):
        for mention, fact in zip(record.mentions, record.facts(), strict=True):
            spans = mention.fragments or ((mention.start, mention.end),)
            assert fact["text"] == "\n".join([record.source[slice(*span)] for span in spans])
        assert record.to_json()
