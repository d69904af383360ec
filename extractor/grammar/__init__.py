"""Grammars: TOML files that describe page families, the pattern language, and the compiled form."""

from .compiled import Grammar, LinePhrase, Phrase, TablePlan, label_key
from .compiler import compile_grammar
from .json_schema import generic_schema
from .loader import families, load_grammar, the_family
from .names import Names, knowing, load_names
from .schema import GrammarFile

__all__ = [
    "Grammar",
    "GrammarFile",
    "LinePhrase",
    "Names",
    "Phrase",
    "TablePlan",
    "compile_grammar",
    "families",
    "generic_schema",
    "knowing",
    "label_key",
    "load_grammar",
    "load_names",
    "the_family",
]
