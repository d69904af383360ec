"""`extractor completion`: a script that completes commands, options and file names in a shell."""

from __future__ import annotations

from argparse import Action, ArgumentParser, Namespace

from extractor.cli.command import FINE, Command
from extractor.dumps.extras import need

ABOUT = """\
Prints a script that makes a shell complete the commands and options of extractor. Your shell's
manual says where it looks for such scripts."""

EXAMPLES = """\
  extractor completion bash > completions/extractor
  extractor completion zsh > completions/_extractor
  extractor completion fish > completions/extractor.fish
"""

SHELLS = ("bash", "zsh", "fish")
FILES = ("FILE", "INPUT", "DIR", "FOLDER")
"""Words in argument names that mean files."""


def configure(parser: ArgumentParser) -> None:
    """Declares the arguments."""
    parser.add_argument("shell", choices=SHELLS, help="the shell that will use the script")


def run(args: Namespace) -> int:
    """Prints the script; returns the exit code."""
    shtab = need("shtab", "completion")
    from extractor.cli.parsing import parser

    top = parser()
    for action in _actions(top):
        if any(word in str(action.metavar) for word in FILES):
            action.complete = shtab.FILE  # type: ignore[attr-defined]
    print(shtab.complete(top, args.shell))
    return FINE


def _actions(parser: ArgumentParser) -> list[Action]:
    """All arguments of a parser and its subparsers."""
    found = []
    for action in parser._actions:
        found.append(action)
        for one in action.choices.values() if isinstance(action.choices, dict) else ():
            found += _actions(one)
    return found


COMMAND = Command(
    name="completion",
    summary="a script that makes a shell complete commands",
    about=ABOUT,
    examples=EXAMPLES,
    configure=configure,
    run=run,
)
