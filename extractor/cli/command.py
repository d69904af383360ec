"""What a command is made of."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Callable
from typing import NamedTuple

FINE = 0
FINDINGS = 1
FAILURE = 2
STOPPED = 130
READER_GONE = 141


class Command(NamedTuple):
    """`configure` declares the arguments, `run` does the work and returns the exit code.

    `summary` is a line in the list of commands; `about` and `examples` stand in the command's help.
    """

    name: str
    summary: str
    about: str
    examples: str
    configure: Callable[[ArgumentParser], object]
    run: Callable[[Namespace], int]
