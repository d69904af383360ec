"""Generates pages of a family from its grammar, with all facts that they state.

    >>> from extractor import extract, grammars, load_grammar
    >>> from extractor.synthesis import Seeded, page
    >>> made = page(load_grammar(grammars()[0]), Seeded(1), "pipe")
    >>> record = extract(made.text)
    >>> [fact["value"] for fact in record.facts()] == [fact.value for fact in made.facts]
    True

Hypothesis strategies for the same pages are in `extractor.synthesis.strategies` (extra `fuzz`).
"""

from extractor.fields.sampling import Chooser, Seeded

from .generator import GeneratedPage, generate, page
from .layouts import LAYOUTS, Look, look
from .pages import outline, sheet
from .parts import Outline, Sheet
from .phrases import Fact
from .records import Truth, truth

__all__ = [
    "LAYOUTS",
    "Chooser",
    "Fact",
    "GeneratedPage",
    "Look",
    "Outline",
    "Seeded",
    "Sheet",
    "Truth",
    "generate",
    "look",
    "outline",
    "page",
    "sheet",
    "truth",
]
