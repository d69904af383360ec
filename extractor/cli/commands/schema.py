"""`extractor schema`: the JSON Schema of a family's output."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from extractor.cli.command import FINE, Command
from extractor.cli.options import print_json
from extractor.dumps.writers import SHAPES

ABOUT = """\
Prints the JSON Schema of what `extractor convert` gives for a page family, with each
field's unit and description."""

EXAMPLES = """\
  extractor schema my-family.toml > record.schema.json
  extractor schema my-family.toml --shape facts
"""


def configure(parser: ArgumentParser) -> None:
    """Declares the arguments."""
    parser.add_argument(
        "family",
        nargs="?",
        metavar="FAMILY|FILE",
        help="a bundled family or a grammar file (may be left out when only one is bundled)",
    )
    parser.add_argument("--shape", choices=SHAPES, default=SHAPES[0], help="(default: %(default)s)")


def run(args: Namespace) -> int:
    """Prints the schema; returns the exit code."""
    from extractor import load_grammar
    from extractor.grammar import the_family

    schema = load_grammar(the_family(args.family)).json_schema(args.shape)
    print_json(schema)
    return FINE


COMMAND = Command(
    name="schema",
    summary="the JSON Schema of a family's output",
    about=ABOUT,
    examples=EXAMPLES,
    configure=configure,
    run=run,
)
