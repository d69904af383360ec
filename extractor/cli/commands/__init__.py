"""The commands, in the order of the help text; one module each, imported when it is needed."""

from __future__ import annotations

from importlib import import_module

from extractor.cli.command import Command

NAMES = (
    "convert",
    "validate",
    "why",
    "layout",
    "review",
    "learn",
    "schema",
    "grammar",
    "generate",
    "fuzz",
    "rules",
    "explain",
    "completion",
)


def load(name: str) -> Command:
    """The command called `name`, one of `NAMES`."""
    found: Command = import_module(f"{__name__}.{name}").COMMAND
    return found
