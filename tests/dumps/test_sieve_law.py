"""No page of any family that the engine reads is held back, whatever its layout and its damage."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from extractor import extract, grammars, load_grammar
from extractor.dumps.sieve import sieve_by_name
from extractor.engine import extraction
from extractor.engine.candidates import LONE, Words, compiled, has_rows, is_likely, needed, says
from extractor.synthesis import LAYOUTS, Seeded, page
from extractor.synthesis.damage import DAMAGES, spoil
from tests.conftest import REAL, SAMPLES
from tests.size import some

FAMILIES = tuple(grammars())
KNOWN = {name: load_grammar(name) for name in FAMILIES}
SIEVES = {names: sieve_by_name(names) for names in [FAMILIES, *[(name,) for name in FAMILIES]]}
CASES: tuple[Callable[[str], str], ...] = (str, str.upper, str.lower)


@st.composite
def pages(draw: st.DrawFn) -> tuple[str, str]:
    """A family and a page of it, spoilt, maybe a piece of it, maybe in other letters."""
    family = draw(st.sampled_from(FAMILIES))
    seed = str(draw(st.integers(0, 10_000)))
    made = page(KNOWN[family], Seeded(seed), draw(st.sampled_from(LAYOUTS)))
    spoilt = spoil(draw(st.sampled_from(DAMAGES)), made, Seeded(seed)) if made.text else None
    text = spoilt.text if spoilt else made.text
    if draw(st.booleans()):
        start = draw(st.integers(0, max(0, len(text) - 60)))
        text = text[start : start + draw(st.integers(60, LONE))]
    return family, draw(st.sampled_from(CASES))(text)


def check(family: str, text: str) -> None:
    """Whether the sieves pass a page that is read, as it is and as JSON, and so does the engine
    where it asks first whether a grammar is likely. On a long page it need not read one field of a
    grammar that asks for more: a cell of another family may be spelt like a label."""
    for names in (FAMILIES, (family,)):
        grammars_asked = [KNOWN[name] for name in names]
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(extraction, "is_likely", lambda *asked: True)
            found = extract(text, grammars_asked)
        if found.family is not None:
            sieve = SIEVES[names]
            asks = needed(KNOWN[found.family]) if len(text) > LONE else 1
            if len({mention.field for mention in found.mentions}) >= asks:
                assert extract(text, grammars_asked).family is not None
            for escaped in (False, True):
                row = json.dumps({"text": text}, ensure_ascii=escaped).encode()
                assert sieve is None or sieve.passes(row)
            assert sieve is None or sieve.passes(text.encode())


@settings(deadline=None, max_examples=some(150))
@given(pages())
@example(("etfs", "Avg. Return 2% 1%\nMax Drawdown (5 y) 11% 0%\n"))
def test_words_alone_rule_out_no_page_with_rows_or_sentences(case: tuple[str, str]) -> None:
    _, text = case
    asked = [*map(compiled, KNOWN.values())]
    words = Words(asked, text)
    flat = text.replace("\n", " ").replace("\t", " ")
    for one in asked:
        grammar, need = one.load(), one.need if len(text) > LONE else 1
        told = has_rows(grammar, text, need) or says(grammar, text, flat)
        assert is_likely(one, words, text) is told


@settings(deadline=None, max_examples=some(150))
@given(pages())
@example(("etfs", "JEPI versus SPHD\nLaunched by Acme in 1978-04-07, the Fine Arts (JEPI) aims"))
@example(("phones", "| MAKER | RUNNER |  |\n" + "| AVERAGE AGE | 23 | 32 |\n" * 40))
@example(("etfs", "Kite vs Iris\nof snake_case Expense ratio 2% 1%\n"))
@example(
    ("etfs", "Kite vs Iris\nof a*b Expense ratio 2% 1%\nof a\u2003bc Inception date 2001 2002\n")
)
@example(("cost-of-living", "ountry\nRanking Country Price Index\n1st Malta 544\n2nd Nicaragua 4"))
def test_what_is_read_passes(case: tuple[str, str]) -> None:
    check(*case)


@pytest.mark.parametrize("path", [*SAMPLES, *REAL], ids=lambda path: path.stem)
def test_saved_pages_pass(path: Path) -> None:
    family = path.parent.name
    check(family if family in KNOWN else FAMILIES[0], path.read_bytes().decode())


ROWS = "| Weight | 176 g | 160 g |\n", "| Battery | 3000 mAh | 4000 mAh |\n"
PROSE = "Nobody knows what the Battery of this thing costs, nor what Weight it is made for. "

# a page, whether it may be one of phones beside others
LIKELY = [
    (ROWS[0] + "." * (LONE - len(ROWS[0])), True),
    (ROWS[0] + "." * (LONE + 1 - len(ROWS[0])), False),
    (ROWS[0] + ROWS[1] + "." * LONE, True),
    (PROSE * 20, False),
    (PROSE, False),
    ("Kite vs Iris Weight 176 g 160 g\n", False),
    ("Kite vs Iris\nWeight 176 g 160 g Battery 3000 mAh 4000 mAh\n" + "." * LONE, True),
    (ROWS[0] + ROWS[1].lower() + "." * LONE, True),
    ((ROWS[0] + ROWS[1]).lower() + "." * LONE, False),
]


@pytest.mark.parametrize(("text", "likely"), LIKELY)
def test_a_long_page_needs_two_rows_of_one_grammar(text: str, likely: bool) -> None:
    phones = compiled(KNOWN["phones"])
    assert is_likely(phones, Words([phones], text), text) is likely
