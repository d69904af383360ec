"""The fuzzer tests the engine, or any parser, on pages of a grammar.

    >>> from extractor import grammars
    >>> from extractor.synthesis.fuzzing import Plan, run
    >>> run(Plan(grammars()[0], layouts=("pipe",)), examples=4).failures
    []

`recipe` makes pages, `laws` and `targets` say what must hold for the engine and for other parsers,
`shrinking` makes a failing page small, `run` combines them.

Hypothesis was tried for shrinking: recorded choices as an entry of its database, then the phases
`reuse` and `shrink`. Fifteen planted failures of four grammars took `shrinking` 540 tests and 2.8 s
and left 1,987 characters of page. Hypothesis took 20 to 90 s for each with a choice as an integer,
54 s and 1,996 characters in all with the choices as one `bytes`, 49 s and 2,200 characters with a
text that has a character for each choice above 0. Its code would be as long: about 60 lines.
"""

from .runner import Found, Plan, Result, run
from .targets import Ask, Program
from .trial import Failure

__all__ = ["Ask", "Failure", "Found", "Plan", "Program", "Result", "run"]
