"""Drafts grammars from pages: a draft reads its own pages, and a person takes it from there.

    texts → evidence (frames, names) → sections, fields, cells
          → sayings (slots and the text between) → aligning, wordings → phrases → relations, naming
          → proposals → writing
               ↑ whatever does not compile, or misreads its own pages, is dropped
          → holding: what the draft reads of its own pages, compared with reading by shape alone

Deterministic: the same pages give the same file, in any order. Sentences and rules need two pages
that show them, if there are two. Whatever is in doubt has a comment.
"""

from .drafting import draft
from .holding import hold

__all__ = ["draft", "hold"]
