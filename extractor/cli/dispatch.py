"""From arguments to a command, and from what goes wrong to an exit code.

Errors that a user can mend are one message on stderr, never a traceback.
"""

from __future__ import annotations

import os
import sys
from argparse import ArgumentParser, RawDescriptionHelpFormatter
from collections.abc import Sequence

from extractor import __version__
from extractor.cli.command import FAILURE, FINE, READER_GONE, STOPPED, Command
from extractor.cli.commands import COMMANDS
from extractor.errors import ExtractorError

ABOUT = "Turns scraped comparison pages into typed, grounded, self-checked records."

EXAMPLES = """\
examples:
  extractor convert pages/ -o records.jsonl
  extractor validate pages/*.txt
  extractor COMMAND --help
"""


def dispatch(argv: Sequence[str]) -> int:
    """Runs the command that `argv` names."""
    try:
        args = parser().parse_args(argv)
    except SystemExit as leaving:  # argparse has said what is wrong, or printed the help
        return leaving.code if isinstance(leaving.code, int) else FINE
    command: Command = args.command
    try:
        code = command.run(args)
        sys.stdout.flush()
        return code
    except ExtractorError as error:
        for line in str(error).splitlines():
            print(f"extractor: {line}", file=sys.stderr)
        return FAILURE
    except BrokenPipeError:
        # What Python still holds for the closed pipe must go somewhere when it shuts down.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return READER_GONE
    except KeyboardInterrupt:
        return STOPPED


def parser() -> ArgumentParser:
    """The parser of the whole command line."""
    top = ArgumentParser(
        prog="extractor",
        description=ABOUT,
        epilog=EXAMPLES,
        formatter_class=RawDescriptionHelpFormatter,
    )
    top.add_argument("-V", "--version", action="version", version=f"extractor {__version__}")
    commands = top.add_subparsers(title="commands", metavar="COMMAND", required=True)
    for command in COMMANDS:
        one = commands.add_parser(
            command.name,
            help=command.summary,
            description=command.about,
            epilog="examples:\n" + command.examples,
            formatter_class=RawDescriptionHelpFormatter,
        )
        one.set_defaults(command=command)
        command.configure(one)
    return top
