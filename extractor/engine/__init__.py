"""The engine: turns the text of a document into a record, with or without a grammar.

README.md in this folder tells the steps that a page takes, and the law that each of them keeps.
"""

from .examples import check, doubts
from .extraction import extract

__all__ = ["check", "doubts", "extract"]
