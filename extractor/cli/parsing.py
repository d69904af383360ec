"""The parser of the command line, built from the commands, with hints for misspelt names."""

from __future__ import annotations

import re
from argparse import ArgumentParser, Namespace, RawDescriptionHelpFormatter
from collections.abc import Iterable, Sequence
from difflib import get_close_matches
from typing import NoReturn

from extractor import __version__
from extractor.cli.commands import NAMES, load
from extractor.deferred import deferred

ABOUT = "Turns scraped comparison pages into typed, grounded, self-checked records."

EXAMPLES = """\
examples:
  extractor convert pages/ -o records.jsonl
  extractor validate pages/*.txt
  extractor COMMAND --help
"""

COMMON = "in all commands"
"""Title of the argument group of every command."""

_CHOICE = deferred(r"invalid choice: '?(.*?)'? \(choose from (.*)\)", re.DOTALL)


class Parser(ArgumentParser):
    """An argument parser that suggests the name that may have been meant."""

    def error(self, message: str) -> NoReturn:
        """Ends the program with a message and exit code 2."""
        if found := _CHOICE.search(message):
            message += _near(found[1], re.findall(r"[\w-]+", found[2]))
        super().error(message)

    def unknown(self, words: Sequence[str]) -> NoReturn:
        """Exits with an error for unrecognized words."""
        word = words[0].partition("=")[0]
        chosen = {
            f"--{choice}": f"{action.option_strings[-1]} {choice}"
            for action in self._actions
            for choice in (action.choices or () if action.option_strings else ())
        }
        near = _near(word, self._option_string_actions)
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
        prog="extractor",
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
    return top


def _add_common(parser: Parser) -> None:
    """Declares the options of every command."""
    common = parser.add_argument_group(COMMON)
    common.add_argument(
        "-q", "--quiet", action="store_true", help="no progress and no summary on stderr"
    )
    if "-o" not in parser._option_string_actions:
        common.add_argument(
            "--output-file",
            metavar="FILE",
            help="write to FILE instead of standard output; it appears when it is complete",
        )
    common.add_argument(
        "--exit-zero", action="store_true", help="exit with 0 even if there are findings"
    )


def _near(word: str, known: Iterable[str]) -> str:
    near = get_close_matches(word, known, n=1)
    return f"; did you mean {near[0]!r}?" if near else ""
