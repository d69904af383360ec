"""Pages that look like a family's, written from its grammar, with all that they state.

    >>> from extractor import load_grammar
    >>> from extractor.synthesis import Seeded, outline, sheet, truth
    >>> grammar, chooser = load_grammar("occupation-comparison"), Seeded(1)
    >>> page = sheet(grammar, truth(grammar, chooser), outline(chooser, grammar), chooser)
    >>> len(page.facts) > 20
    True
"""

from .chooser import Chooser, Seeded
from .pages import Outline, Sheet, outline, sheet
from .phrases import Fact
from .records import Truth, truth

__all__ = ["Chooser", "Fact", "Outline", "Seeded", "Sheet", "Truth", "outline", "sheet", "truth"]
