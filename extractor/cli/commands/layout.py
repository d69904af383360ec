"""`extractor layout`: shows how a page was cut into values."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace

from extractor.batch.tally import is_failure
from extractor.cli.command import FAILURE, FINDINGS, FINE, Command
from extractor.cli.options import (
    add_names,
    add_reading,
    add_unknown,
    chosen_grammars,
    read_settings,
    reads_unknown,
    sources,
)
from extractor.dumps.document import Document
from extractor.dumps.readers import read

ABOUT = """\
Shows how a page was cut up: the layout of its tables, every value with the text that it was read
from (line:column), the rows that can be cut in several ways, and the unread text.
Exit code: 0 done, 1 a document was set aside, 2 failure."""

EXAMPLES = """\
  extractor layout page.txt
  extractor layout crawl.jsonl --grammar my-family.toml | less
"""


def configure(parser: ArgumentParser) -> None:
    """Declares the arguments."""
    add_reading(parser)
    add_names(parser)
    add_unknown(parser)
    parser.add_argument(
        "--json", action="store_true", help="one JSON line per document, for programs"
    )


def run(args: Namespace) -> int:
    """Prints how each document was cut; returns the exit code."""
    from extractor import extract
    from extractor.record import to_json
    from extractor.review.layout import lines, row
    from extractor.review.terminal import printable

    grammars = chosen_grammars(args)
    code = FINE
    for source in sources(args):
        for item in read(source, read_settings(args)):
            if isinstance(item, Document):
                record = extract(item.text, grammars, item.id, unknown=reads_unknown(args))
                record.origin = item.origin
                if args.json:
                    print(to_json(row(record)).decode("utf-8"))
                    continue
                print("\n".join([printable(line) for line in lines(record)]))
            else:
                print(printable(str(item)), file=sys.stderr)
                code = max(code, FAILURE if is_failure(item) else FINDINGS)
    return code


COMMAND = Command(
    name="layout",
    summary="how a page was cut up",
    about=ABOUT,
    examples=EXAMPLES,
    configure=configure,
    run=run,
)
