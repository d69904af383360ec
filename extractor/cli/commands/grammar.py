"""`extractor grammar list|check`: which families are known, and whether a grammar file is sound."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from extractor.cli.command import FINDINGS, FINE, Command

ABOUT = """\
Lists the bundled page families, or checks grammar files: their shape, their names and
patterns, and the examples in them. Each mistake is a line that says where it is and what to do;
so is each warning of what cannot work, such as a field that nothing states.
Exit code of check: 0 sound, 1 mistakes, 2 failure."""

EXAMPLES = """\
  extractor grammar list
  extractor grammar check my-family.toml
"""


def configure(parser: ArgumentParser) -> None:
    """Declares the arguments."""
    actions = parser.add_subparsers(title="actions", metavar="list|check", required=True)
    listing = actions.add_parser("list", help="the bundled families, one a line")
    listing.set_defaults(act=_list)
    checking = actions.add_parser("check", help="every mistake of grammar files, one a line")
    checking.add_argument("files", nargs="+", metavar="FILE", help="a grammar file")
    checking.set_defaults(act=_check)


def run(args: Namespace) -> int:
    """Does what was asked; returns the exit code."""
    code: int = args.act(args)
    return code


def _list(args: Namespace) -> int:
    from extractor import grammars, load_grammar

    width = max(map(len, grammars()), default=0)
    for family in grammars():
        print(f"{family:<{width}}  {load_grammar(family).description}")
    return FINE


def _check(args: Namespace) -> int:
    from extractor.dumps.inputs import find
    from extractor.engine import check, doubts

    code = FINE
    for source in find(args.files, (".toml",)):
        mistakes = check(source.path)
        for mistake in mistakes:
            print(mistake)
        if mistakes:
            code = FINDINGS
        else:
            for doubt in doubts(source.path):
                print(doubt)
            print(f"{source.name}: sound")
    return code


COMMAND = Command(
    name="grammar",
    summary="known families; checks a grammar file",
    about=ABOUT,
    examples=EXAMPLES,
    configure=configure,
    run=run,
)
