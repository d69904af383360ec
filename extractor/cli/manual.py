"""The manual of all commands, as Markdown generated from the parser.

`python -m extractor.cli.manual > extractor/cli/README.md` writes it; a test fails when it is stale.
"""

from __future__ import annotations

import sys
from argparse import Action, ArgumentParser
from collections.abc import Iterator

from extractor.cli.command import Command
from extractor.cli.options import READING
from extractor.cli.parsing import COMMON, parser

SHARED = (READING, COMMON)
"""Groups of arguments shared by many commands; the manual lists them once."""

HEAD = """\
# Commands

`extractor COMMAND --help` prints the part about one command. (This page is generated:
`python -m extractor.cli.manual > extractor/cli/README.md`.)

Exit codes: 0 fine; 1 findings, or no page was read; 2 failure; 130 stopped by Ctrl-C; 141 the
reader of the output went away. Errors are one line each on stderr.

"""


def page() -> str:
    """The whole page."""
    commands = next(filter(None, map(_parsers, parser()._actions)))
    parts = [HEAD, " · ".join(f"[{name}](#{name})" for name in commands) + "\n"]
    for title in SHARED:
        shared: dict[str, Action] = {}
        for action in [a for one in commands.values() for a in one._actions if _in(a, title)]:
            shared.setdefault(action.dest, action)
        parts += ["", f"## {title.capitalize()}", "", *map(_line, shared.values())]
    for name, one in commands.items():
        parts += ["", *_command(name, one)]
    return "\n".join(parts).replace("\n\n\n", "\n\n") + "\n"


def _command(name: str, one: ArgumentParser) -> Iterator[str]:
    command: Command = one.get_default("command")
    yield from (f"## {name}", "", command.about, "", "```sh")
    yield from (line.strip() for line in command.examples.splitlines())
    yield from ("```", "")
    yield from _arguments(one)
    for action in one._actions:
        for under, inner in _parsers(action).items():
            about = next(a.help for a in action._get_subactions() if a.dest == under)  # type: ignore[attr-defined]
            yield from ("", f"### {name} {under}", "", f"{about}.".capitalize(), "")
            yield from _arguments(inner)


def _arguments(one: ArgumentParser) -> Iterator[str]:
    if any(_in(action, READING) for action in one._actions):
        yield f"- [inputs](#{READING.replace(' ', '-')})"
    for action in one._actions:
        shared = any(_in(action, title) for title in SHARED)
        if not (shared or _parsers(action) or "-h" in action.option_strings):
            yield _line(action)


def _in(action: Action, title: str) -> bool:
    """Whether an argument is in the group with a title."""
    return getattr(getattr(action, "container", None), "title", None) == title


def _line(action: Action) -> str:
    return f"- {_call(action)}: {_help(action)}"


def _call(action: Action) -> str:
    """An argument as the user types it: `-o`, `--output FILE`."""
    value = "" if action.nargs == 0 else _value(action)
    if not action.option_strings:
        return f"`{value}`"
    *short, last = action.option_strings
    return ", ".join(f"`{name}`" for name in (*short, f"{last} {value}".strip()))


def _value(action: Action) -> str:
    if action.metavar is not None:
        return str(action.metavar)
    return "|".join(map(str, action.choices or ())) or action.dest.upper()


def _help(action: Action) -> str:
    return (action.help or "") % {**vars(action), "prog": "extractor"}


def _parsers(action: Action) -> dict[str, ArgumentParser]:
    """The subparsers of an argument, by name; {} for other arguments."""
    choices = action.choices
    if isinstance(choices, dict) and all(isinstance(c, ArgumentParser) for c in choices.values()):
        return choices
    return {}


if __name__ == "__main__":
    sys.stdout.write(page())
