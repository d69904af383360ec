"""Grammars from pages: a draft that reads its own pages, for a person to go on with.

    texts → evidence (frames, names) → sections, fields, cells
          → sayings (slots and the text between) → aligning, wordings → phrases → relations, naming
          → proposals → writing
               ↑ what does not compile, or misreads its own pages, goes
          → holding: what it reads of its own pages, against reading by shape alone

Deterministic: the same file for the same pages in any order. Nothing is in it that fewer pages than
two bear out, where there are two; what is in doubt has a comment.
"""

from .drafting import draft
from .holding import hold

__all__ = ["draft", "hold"]
