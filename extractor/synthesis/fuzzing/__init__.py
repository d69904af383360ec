"""The fuzzer: pages of a grammar against the laws, for the engine or for anybody's parser.

    >>> from extractor import grammars
    >>> from extractor.synthesis.fuzzing import Plan, run
    >>> run(Plan(grammars()[0], layouts=("pipe",)), examples=4).failures
    []

`recipe` says how a page is made and made again, `laws` and `targets` what is held against whoever
reads it, `shrinking` how a failing page becomes small, `run` brings them together.
"""

from .runner import Found, Plan, Result, run
from .targets import Ask, Program
from .trial import Failure

__all__ = ["Ask", "Failure", "Found", "Plan", "Program", "Result", "run"]
