"""`extractor why`: diagnoses why a page is not read, or only in part."""

from __future__ import annotations

import os
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from extractor.batch.tally import is_failure
from extractor.cli.command import FAILURE, FINDINGS, FINE, Command
from extractor.cli.options import add_reading, chosen_grammars, not_negative, read_settings, sources
from extractor.dumps.document import Document, Reject
from extractor.dumps.readers import read
from extractor.errors import GrammarError, SettingError

if TYPE_CHECKING:
    from extractor.grammar import Grammar

ABOUT = """\
Explains why a page is not read, or only in part: the nearest grammar, which of its parts were
found, and the likeliest causes, such as names that are not found, changed words, an unknown label
(with its likeliest field) or mark for a missing value, parts that are missing or moved, columns in
another order or without known titles, lines that are no rows. If a change to the grammar would read
more of the page, and nothing worse, it is shown; --patch makes such changes, the likeliest of each
page first.
Exit code: 0 done, 1 a document was set aside, 2 failure."""

EXAMPLES = """\
  extractor why page.txt
  extractor why page.txt --grammar my-family.toml --causes 10
  extractor why crawl.jsonl --output-format jsonl > causes.jsonl
  extractor why pages/*.txt --grammar my-family.toml --patch                    # a diff to look at
  extractor why pages/*.txt --grammar my-family.toml --patch -o my-family.toml
"""


def configure(parser: ArgumentParser) -> None:
    """Declares the arguments."""
    add_reading(parser)
    parser.add_argument(
        "--causes",
        type=not_negative,
        default=3,
        metavar="N",
        help="show the N likeliest causes (default: %(default)s)",
    )
    parser.add_argument(
        "--output-format",
        choices=("text", "jsonl"),
        default="text",
        help="text for people, jsonl for programs (default: %(default)s)",
    )
    parser.add_argument(
        "--patch",
        action="store_true",
        help="print the change to the grammar as a diff (needs --grammar, and tomlkit)",
    )
    parser.add_argument(
        "-o",
        "--output",
        metavar="FILE.toml",
        help="with --patch: write the changed grammar to this file, with its comments; it may be "
        "the grammar itself",
    )


def run(args: Namespace) -> int:
    """Prints a diagnosis for each document, or a patch; returns the exit code."""
    grammars = chosen_grammars(args)
    if not grammars:
        raise GrammarError(["there is no grammar to compare the page with; name one: --grammar"])
    if args.output and not args.patch:
        raise SettingError("-o is where --patch writes the grammar; add --patch")
    if args.patch and len(args.grammar or ()) != 1:
        raise SettingError("--patch changes one grammar; name it: --grammar FILE.toml")
    failed: list[Reject] = []
    documents = _documents(args, failed)
    if args.patch:
        _patch(args, grammars[0], documents)
    else:
        _tell(args, grammars, documents)
    return FINE if not failed else FAILURE if any(map(is_failure, failed)) else FINDINGS


def _documents(args: Namespace, failed: list[Reject]) -> Iterator[Document]:
    """The documents; rejects are printed and appended to `failed`."""
    from extractor.review.terminal import printable

    for source in sources(args):
        for item in read(source, read_settings(args)):
            if isinstance(item, Document):
                yield item
            else:
                print(printable(str(item)), file=sys.stderr)
                failed.append(item)


def _tell(args: Namespace, grammars: Sequence[Grammar], documents: Iterable[Document]) -> None:
    from extractor.record import to_json
    from extractor.review.terminal import Paint, wants_colour
    from extractor.review.why import diagnose
    from extractor.review.why.words import lines, row

    paint = Paint(wants_colour(sys.stdout, os.environ))
    for item in documents:
        found = diagnose(item.text, grammars)
        if args.output_format == "jsonl":
            values = {"document": item.id, **item.origin.row(), **row(found, args.causes)}
            print(to_json(values).decode("utf-8"))
        else:
            print("\n".join(lines(item.id, item.text, found, args.causes, paint)))


def _patch(args: Namespace, grammar: Grammar, documents: Iterable[Document]) -> None:
    """Prints or writes the grammar fitted to the pages, with a note on what each change reads."""
    from extractor.cli.beforehand import check_outputs
    from extractor.dumps.target import store
    from extractor.review.terminal import printable
    from extractor.review.why.patching import difference, mended

    if grammar.path is None:
        raise SettingError("--patch needs a grammar file")
    check_outputs({"-o": [args.output]})
    old = text = grammar.path.read_text("utf-8-sig")
    for item in documents:
        for step in mended(text, grammar.path, item.text):
            text = step.text
            if not args.quiet:
                said = f"{item.id}: {step.cause.changes[0].key} reads {step.cause.gain} more"
                print(printable(said), file=sys.stderr)
    if text == old and not args.quiet:
        print("no change to the grammar would read more of these pages", file=sys.stderr)
    if args.output is None:
        print(difference(old, text, str(grammar.path)), end="")
        return
    store(args.output, text.encode("utf-8"))


COMMAND = Command(
    name="why",
    summary="why a page is not read, or only in part",
    about=ABOUT,
    examples=EXAMPLES,
    configure=configure,
    run=run,
)
