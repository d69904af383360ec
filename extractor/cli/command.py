"""The contract of a command, and the exit codes."""

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

    `summary` is shown in the list of commands; `about` and `examples` in the command's own help.
    """

    name: str
    summary: str
    about: str
    examples: str
    configure: Callable[[ArgumentParser], object]
    run: Callable[[Namespace], int]
