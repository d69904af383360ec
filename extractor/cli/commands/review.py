"""`extractor review`: pages with their values highlighted, for a browser or a terminal."""

from __future__ import annotations

import os
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Iterable
from typing import TYPE_CHECKING

from extractor.cli.command import Command
from extractor.cli.options import (
    add_names,
    add_reading,
    add_reporting,
    add_unknown,
    chosen_grammars,
    read_settings,
    reads_unknown,
    sources,
)
from extractor.dumps.document import Document, set_aside

if TYPE_CHECKING:
    from extractor.cli.report import Report
    from extractor.grammar import Grammar
    from extractor.record import Record
    from extractor.review.html.book import File

ABOUT = """\
Writes a page to look at in a browser: the text as given, every value highlighted in the colour of
its field, the findings in place, open rows with their possible cuts, and the record beside them.
It is one self-contained file; several documents get an index, in that file or, if the output ends
in a slash, in a folder. Accept, reject or correct values on the page and download the decisions;
`validate` and `convert` apply them with --decisions.
A document that no grammar reads is shown, too, and counts as set aside.
Exit code: 0 done; 1 with --strict, something was set aside; 2 failure; 130 stopped by Ctrl-C."""

EXAMPLES = """\
  extractor review page.txt -o review.html --open
  extractor review crawl.jsonl.gz -o review/
  extractor review --terminal page.txt
"""


def configure(parser: ArgumentParser) -> None:
    """Declares the arguments."""
    add_reading(parser)
    add_names(parser)
    add_unknown(parser)
    parser.add_argument(
        "-o",
        "--output",
        "--output-file",
        default="review.html",
        metavar="FILE.html|DIR/",
        help="where to write (default: %(default)s)",
    )
    parser.add_argument(
        "--terminal",
        action="store_true",
        help="print it to the terminal instead, in colour (obeys NO_COLOR and FORCE_COLOR)",
    )
    parser.add_argument("--open", action="store_true", help="open it in the browser")
    add_reporting(parser, "something was set aside")


def run(args: Namespace) -> int:
    """Writes the review; returns the exit code."""
    from extractor.cli.pages import for_each_page
    from extractor.cli.report import Report
    from extractor.dumps.extras import need

    need(*(("rich", "--terminal") if args.terminal else ("jinja2", "a review")))
    grammars = chosen_grammars(args)
    report = Report(quiet=args.quiet)
    families = {grammar.family: grammar for grammar in grammars}
    if args.terminal:
        return _terminal(args, families, report)
    use = _Use(args.output, families, report)
    found = sources(args, skip=[args.output])
    unknown = reads_unknown(args)
    complete = for_each_page(found, read_settings(args), grammars, report, use, unknown=unknown)
    shown = use.end()
    report.close(*([] if complete else ["stopped"]), f"written to {shown}")
    if args.open:
        import webbrowser

        webbrowser.open("file://" + os.path.abspath(shown))
    return report.code(complete, args.strict)


def _terminal(args: Namespace, grammars: dict[str, Grammar], report: Report) -> int:
    """Prints each page; returns the exit code."""
    from extractor.cli.pages import for_each_page
    from extractor.review.colours import coloured

    def use(document: Document, record: Record) -> None:
        grammar = grammars.get(record.family or "")
        print(coloured(record, grammar, sys.stdout, os.environ))
        _count(report, document, record)

    known, unknown = tuple(grammars.values()), reads_unknown(args)
    complete = for_each_page(
        sources(args), read_settings(args), known, report, use, unknown=unknown
    )
    return report.code(complete, args.strict)


def _count(report: Report, document: Document, record: Record) -> None:
    """Counts a page. One that nothing reads is shown, and set aside."""
    if record.family is None:
        report.reject(set_aside(document, "no grammar reads it"))
    else:
        report.tally.page(record)


class _Use:
    """Writes each page as it arrives."""

    def __init__(self, output: str, grammars: dict[str, Grammar], report: Report) -> None:
        from extractor.cli.outputs import is_folder
        from extractor.review.html.book import Folder, OneFile

        self._folder = is_folder(output)
        self._output = output
        self._grammars = grammars
        self._report = report
        self._book: Folder | OneFile = Folder() if self._folder else OneFile()

    def __call__(self, document: Document, record: Record) -> None:
        from extractor.review.html.sheet import sheet

        grammar = self._grammars.get(record.family or "")
        self._write(self._book.add(sheet(record, grammar)))
        _count(self._report, document, record)
        self._report.tally.found(record.findings)

    def end(self) -> str:
        """Writes the remaining files; returns the path of the one to open."""
        self._write(self._book.end())
        return os.path.join(self._output, "index.html") if self._folder else self._output

    def _write(self, files: Iterable[File]) -> None:
        from extractor.dumps.target import store, writing

        for file in files:
            path = os.path.join(self._output, file.name) if file.name else self._output
            with writing(path):
                if file.name:
                    os.makedirs(os.path.dirname(path), exist_ok=True)
            store(path, file.data)


COMMAND = Command(
    name="review",
    summary="pages with their values highlighted, to look at in a browser",
    about=ABOUT,
    examples=EXAMPLES,
    configure=configure,
    run=run,
)
