"""The description of a run, picklable for worker processes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from extractor.dumps.document import ReadSettings
from extractor.dumps.inputs import Source
from extractor.dumps.sieve import Sieve

if TYPE_CHECKING:
    from extractor.dumps.writers import Fields
    from extractor.engine.decisions import Decisions
    from extractor.grammar import Grammar

SHAPES = ("records", "facts", "both")


def fields_of(grammars: Iterable[Grammar]) -> Fields:
    """The columns of a table of records of these grammars: each field's JSON Schema."""
    return {
        name: grammar.types[name].schema(spec)
        for grammar in grammars
        for name, spec in grammar.specs.items()
    }


class Job(NamedTuple):
    """`grammars`: names or files, in the order in which they are tried. `shape`: what a row holds:
    a record, a fact, or both of a page in one object. `prefilter` False: every document is parsed
    and passed to the engine. `settle`: a policy for places that disagree; `unknown`: how to read
    pages that no grammar reads (see `extractor.extract`). `decisions` are applied to the records.
    `names`: a file of known names."""

    sources: Sequence[Source]
    settings: ReadSettings
    grammars: tuple[str, ...]
    shape: str = "records"
    prefilter: bool = True
    sieve: Sieve | None = None
    settle: str | None = None
    unknown: str | None = None
    decisions: Decisions | None = None
    names: str | None = None

    def load(self) -> list[Grammar]:
        """All grammars, with the known names. Raises `GrammarError` for a bad file."""
        from extractor import load_grammar, load_names
        from extractor.grammar import knowing

        grammars = [load_grammar(name) for name in self.grammars]
        return knowing(grammars, load_names(self.names)) if self.names else grammars

    def grammar(self, name: str) -> Grammar:
        """The grammar of one name or file, with its known names."""
        from extractor import load_grammar, load_names
        from extractor.grammar import knowing

        grammar = load_grammar(name)
        if not self.names:
            return grammar
        return knowing([grammar], load_names(self.names).of(grammar.family))[0]

    @property
    def scanning(self) -> Sieve | None:
        """The sieve to apply before parsing, None if the job has no prefilter."""
        return self.sieve if self.prefilter else None
