"""Grammars from pages: a draft that reads its own pages, for a person to go on with.

    texts → evidence (frames, names) → sections, fields → phrases → proposals → writing
                                                              ↑ what the draft misreads goes

Deterministic: the same file for the same pages in any order. Nothing is in it that fewer pages than
two bear out, where there are two; what is in doubt has a comment.
"""

from .drafting import draft

__all__ = ["draft"]
