"""The engine: finds a grammar's entities, sentences and tables on a page and reads their values."""

from .examples import check, doubts
from .extraction import extract

__all__ = ["check", "doubts", "extract"]
