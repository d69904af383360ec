"""Scraped comparison pages in, typed, grounded, self-checked records out.

These are the public names. Each is imported when it is first used, so that `import extractor` and
`extractor --version` cost next to nothing.
"""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from extractor.api import Converted, convert, extract_many, learn, read_records, validate
    from extractor.engine import extract
    from extractor.errors import (
        ExtractorError,
        GrammarError,
        InputError,
        OutputError,
        SettingError,
    )
    from extractor.grammar import Grammar, Names, load_grammar, load_names
    from extractor.grammar import families as grammars
    from extractor.model import Claim, Finding, Mention, Open, Span
    from extractor.record import Record
    from extractor.review.remark import Remark
    from extractor.tabular import Records

__version__ = "0.2.0"

# Where each name comes from, and its name there if that differs.
_HOMES = {
    "Claim": "model",
    "Converted": "api",
    "ExtractorError": "errors",
    "Finding": "model",
    "Grammar": "grammar",
    "GrammarError": "errors",
    "InputError": "errors",
    "Mention": "model",
    "Names": "grammar",
    "Open": "model",
    "OutputError": "errors",
    "Record": "record",
    "Remark": "review.remark",
    "Records": "tabular",
    "SettingError": "errors",
    "Span": "model",
    "convert": "api",
    "extract": "engine",
    "extract_many": "api",
    "grammars": "grammar:families",
    "learn": "api",
    "load_grammar": "grammar",
    "load_names": "grammar",
    "read_records": "api",
    "validate": "api",
}

__all__ = [
    "Claim",
    "Converted",
    "ExtractorError",
    "Finding",
    "Grammar",
    "GrammarError",
    "InputError",
    "Mention",
    "Names",
    "Open",
    "OutputError",
    "Record",
    "Records",
    "Remark",
    "SettingError",
    "Span",
    "__version__",
    "convert",
    "extract",
    "extract_many",
    "grammars",
    "learn",
    "load_grammar",
    "load_names",
    "read_records",
    "validate",
]


def __getattr__(name: str) -> object:
    """A public name from its home module (PEP 562), kept here from then on."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    home, _, there = _HOMES[name].partition(":")
    found: object = getattr(import_module(f"{__name__}.{home}"), there or name)
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    return __all__
