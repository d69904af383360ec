"""`extractor why`: why a page is not read, or only in part."""

from __future__ import annotations

import os
import sys
from argparse import ArgumentParser, Namespace

from extractor.cli.command import FAILURE, FINE, Command
from extractor.cli.options import add_reading, chosen_grammars, not_negative, read_settings, sources
from extractor.dumps.document import Document
from extractor.dumps.readers import read
from extractor.errors import GrammarError

ABOUT = """\
Tells why a page is not read, or only in part: the nearest grammar, what of it was found, and the
likeliest causes: words that were changed, an unknown label with its likeliest field, an unknown
mark for a missing value, parts that are gone or stand elsewhere, columns in another order. Where a
change to the grammar would read the page, the change is shown, and it was tried.
Exit code: 0 done, 2 failure."""

EXAMPLES = """\
  extractor why page.txt
  extractor why page.txt --grammar my-family.toml --causes 10
  extractor why crawl.jsonl --output-format jsonl > causes.jsonl
"""


def configure(parser: ArgumentParser) -> None:
    """Declares the arguments."""
    add_reading(parser)
    parser.add_argument(
        "--causes",
        type=not_negative,
        default=3,
        metavar="N",
        help="name the N likeliest causes (default: %(default)s)",
    )
    parser.add_argument(
        "--output-format",
        choices=("text", "jsonl"),
        default="text",
        help="text for people, jsonl for programs (default: %(default)s)",
    )


def run(args: Namespace) -> int:
    """Prints a diagnosis for each document; returns the exit code."""
    from extractor.record import to_json
    from extractor.review.terminal import Paint, printable, wants_colour
    from extractor.review.why import diagnose
    from extractor.review.why.words import lines, row

    grammars = chosen_grammars(args)
    if not grammars:
        raise GrammarError(["there is no grammar to hold the page against; name one: --grammar"])
    paint = Paint(wants_colour(sys.stdout, os.environ))
    failed = False
    for source in sources(args):
        for item in read(source, read_settings(args)):
            if not isinstance(item, Document):
                print(printable(str(item)), file=sys.stderr)
                failed = True
                continue
            found = diagnose(item.text, grammars)
            if args.output_format == "jsonl":
                values = {"document": item.id, **item.origin.row(), **row(found, args.causes)}
                print(to_json(values).decode("utf-8"))
            else:
                print("\n".join(lines(item.id, item.text, found, args.causes, paint)))
    return FAILURE if failed else FINE


COMMAND = Command(
    name="why",
    summary="why a page is not read, or only in part",
    about=ABOUT,
    examples=EXAMPLES,
    configure=configure,
    run=run,
)
