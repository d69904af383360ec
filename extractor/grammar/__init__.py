"""Grammars: TOML files that describe page families, their language, and their compiled form."""

from .compiler import Grammar, LinePhrase, Phrase, TablePlan, compile_grammar, label_key
from .loader import families, load_grammar, the_family
from .schema import GrammarFile

__all__ = [
    "Grammar",
    "GrammarFile",
    "LinePhrase",
    "Phrase",
    "TablePlan",
    "compile_grammar",
    "families",
    "label_key",
    "load_grammar",
    "the_family",
]
