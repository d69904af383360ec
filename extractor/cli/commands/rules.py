"""`extractor rules`: all codes that a finding can have."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from extractor.cli.command import FINE, Command
from extractor.cli.options import add_json, print_json

ABOUT = """\
Lists the codes of all rules, one per line: code, severity, name. `extractor explain CODE`
says what a rule checks and how to settle a finding."""

EXAMPLES = """\
  extractor rules
"""


def configure(parser: ArgumentParser) -> None:
    """Declares the arguments."""
    add_json(parser)


def run(args: Namespace) -> int:
    """Prints the list; returns the exit code."""
    from extractor.rules import codes

    if args.json:
        print_json([{"code": c.code, "severity": c.severity, "name": c.name} for c in codes()])
        return FINE
    for code in codes():
        print(f"{code.code}  {code.severity:<7}  {code.name}")
    return FINE


COMMAND = Command(
    name="rules",
    summary="all codes that a finding can have",
    about=ABOUT,
    examples=EXAMPLES,
    configure=configure,
    run=run,
)
