"""Grammars: TOML files that describe page families, their language, and their compiled form."""

from .compiled import Grammar, LinePhrase, Phrase, TablePlan, label_key
from .compiler import compile_grammar
from .json_schema import generic_schema
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
    "generic_schema",
    "label_key",
    "load_grammar",
    "the_family",
]
