"""`extractor explain`: what a code means, why it matters, and how to settle it."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from extractor.cli.command import FINE, Command
from extractor.cli.options import add_json, print_json
from extractor.errors import SettingError

ABOUT = """\
Explains codes: what the rule checks, why it matters, an example, and how to settle a finding.
A readable name works, too; `extractor rules` lists all."""

EXAMPLES = """\
  extractor explain AGR001
  extractor explain mentions-disagree
"""


def configure(parser: ArgumentParser) -> None:
    """Declares the arguments."""
    parser.add_argument("codes", nargs="+", metavar="CODE", help="a code or its readable name")
    add_json(parser)


def run(args: Namespace) -> int:
    """Prints the explanations; returns the exit code. Raises `SettingError` for an unknown code."""
    from extractor.rules import find, nearest

    codes = []
    for asked in args.codes:
        code = find(asked)
        if code is None:
            raise SettingError(f"{asked!r} is not a code; {nearest(asked)}")
        codes.append(code)
    if args.json:
        print_json([code._asdict() for code in codes])
    else:
        print("\n\n".join(code.page() for code in codes))
    return FINE


COMMAND = Command(
    name="explain",
    summary="what a code means",
    about=ABOUT,
    examples=EXAMPLES,
    configure=configure,
    run=run,
)
