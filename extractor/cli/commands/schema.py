"""`extractor schema`: the JSON Schema of a family's output."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from extractor.cli.command import FINE, Command
from extractor.cli.options import GENERIC, print_json
from extractor.dumps.writers import SHAPES

ABOUT = """\
Prints the JSON Schema of what `extractor convert` writes for a page family, with the unit and
description of each field."""

EXAMPLES = """\
  extractor schema my-family.toml > record.schema.json
  extractor schema my-family.toml --shape facts
  extractor schema my-family.toml --pydantic > my_family.py
"""


def configure(parser: ArgumentParser) -> None:
    """Declares the arguments."""
    parser.add_argument(
        "family",
        nargs="?",
        metavar="FAMILY|FILE",
        help="a bundled family, a grammar file, or generic (pages read without a grammar)",
    )
    parser.add_argument(
        "--pydantic",
        action="store_true",
        help="instead of a schema, print pydantic models as Python code to save",
    )
    parser.add_argument(
        "--unknown",
        choices=(GENERIC,),
        help="the schema of what `convert --unknown generic` writes for the family: rows of other "
        "labels are fields, too",
    )
    parser.add_argument("--shape", choices=SHAPES, default=SHAPES[0], help="(default: %(default)s)")


def run(args: Namespace) -> int:
    """Prints the schema; returns the exit code."""
    from extractor import load_grammar
    from extractor.errors import SettingError
    from extractor.grammar import generic_schema, the_family

    if args.family == GENERIC and args.pydantic:
        raise SettingError("pages without a grammar have no model: their fields are their labels")
    if args.family == GENERIC:
        print_json(generic_schema(args.shape))
        return FINE
    grammar = load_grammar(the_family(args.family))
    if args.pydantic:
        if args.unknown:
            raise SettingError("--pydantic: fields that only a page names are in no model")
        print(grammar.model_code(), end="")
    else:
        print_json(grammar.json_schema(args.shape, labels=args.unknown is not None))
    return FINE


COMMAND = Command(
    name="schema",
    summary="the JSON Schema of a family's output",
    about=ABOUT,
    examples=EXAMPLES,
    configure=configure,
    run=run,
)
