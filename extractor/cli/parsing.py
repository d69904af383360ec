"""The parser of the command line, built from the commands, with hints for misspelt names."""

from __future__ import annotations

import os
import re
from argparse import SUPPRESS, ArgumentParser, Namespace, RawDescriptionHelpFormatter
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NoReturn

from extractor import __version__
from extractor.cli.commands import NAMES, load
from extractor.deferred import deferred
from extractor.errors import did_you_mean

ABOUT = "Turns scraped comparison pages into typed, grounded, self-checked records."

EXAMPLES = """\
examples:
  extractor convert pages/ -o records.jsonl
  extractor validate pages/*.txt
  extractor COMMAND --help
"""

PROGRAM = "extractor"

COMMON = "in all commands"
"""Title of the argument group of every command."""

_CHOICE = deferred(r"invalid choice: '?(.*?)'? \(choose from (.*)\)", re.DOTALL)


class Parser(ArgumentParser):
    """An argument parser that suggests the name that may have been meant."""

    def error(self, message: str) -> NoReturn:
        """Ends the program with a message and exit code 2."""
        if found := _CHOICE.search(message):
            near = did_you_mean(found[1], re.findall(r"[\w-]+", found[2]))
            whole = f"; did you mean `{self.prog} convert {found[1]}`?"
            message += near or whole * (self.prog == PROGRAM and os.path.exists(found[1]))
        super().error(message)

    def unknown(self, words: Sequence[str]) -> NoReturn:
        """Exits with an error for unrecognized words."""
        word = words[0].partition("=")[0]
        chosen = {
            f"--{choice}": f"{action.option_strings[-1]} {choice}"
            for action in self._actions
            for choice in (action.choices or () if action.option_strings else ())
        }
        near = did_you_mean(word, self._option_string_actions)
        hint = f"; did you mean {chosen[word]!r}?" if word in chosen else near
        self.error(f"unrecognized arguments: {' '.join(words)}{hint}")


def parse(argv: Sequence[str]) -> Namespace:
    """The arguments of one call: `command`, and what it declares. Exits if the call is wrong."""
    named = [name for name in NAMES if name in argv[:1]]
    args, unknown = parser(named or NAMES).parse_known_args(argv)
    if unknown:
        args.parser.unknown(unknown)
    return args


def parser(names: Iterable[str] = NAMES) -> Parser:
    """The parser of the commands `names`, by default of the whole command line."""
    top = Parser(
        prog=PROGRAM,
        description=ABOUT,
        epilog=EXAMPLES,
        formatter_class=RawDescriptionHelpFormatter,
    )
    top.add_argument("-V", "--version", action="version", version=f"extractor {__version__}")
    commands = top.add_subparsers(title="commands", metavar="COMMAND", required=True)
    for command in map(load, names):
        one = commands.add_parser(
            command.name,
            help=command.summary,
            description=command.about,
            epilog="examples:\n" + command.examples,
            formatter_class=RawDescriptionHelpFormatter,
        )
        one.set_defaults(command=command, parser=one)
        command.configure(one)
        _add_common(one)
        for inner in _inner(one):
            inner.set_defaults(parser=inner)
            _add_common(inner, default=SUPPRESS)
    return top


def _inner(parser: ArgumentParser) -> Iterator[ArgumentParser]:
    """The parsers of a command's own actions."""
    for action in parser._actions:
        if isinstance(action.choices, dict):
            yield from action.choices.values()


def _add_common(parser: ArgumentParser, **default: Any) -> None:
    """Declares the options of every command. With a `default` of SUPPRESS, an option that is not
    given keeps the value from the parser around."""
    common = parser.add_argument_group(COMMON)
    common.add_argument(
        "-q", "--quiet", action="store_true", help="no progress and no summary on stderr", **default
    )
    known = parser._option_string_actions
    if "--output-file" not in known:
        common.add_argument(
            *([] if "-o" in known else ["-o"]),
            "--output-file",
            metavar="FILE",
            help="write to FILE instead of standard output; it appears when it is complete",
            **default,
        )
    common.add_argument(
        "--exit-zero",
        action="store_true",
        help="exit with 0 even if there are findings",
        **default,
    )
