"""`extractor validate`: what is wrong with the pages of a dump, one finding a line."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Iterator

from extractor.cli.command import FAILURE, FINDINGS, FINE, STOPPED, Command
from extractor.cli.options import add_reading, add_reporting, chosen_grammars, read_settings
from extractor.cli.pages import for_each_page, set_aside
from extractor.cli.report import Report, printable
from extractor.dumps.document import Document
from extractor.dumps.inputs import find
from extractor.dumps.readers import SUFFIXES
from extractor.dumps.target import STDOUT, Target, writing
from extractor.model import Finding, Record, to_json

ABOUT = """\
Checks the pages of dumps against the rules of their family. One finding a line, as
DOCUMENT:LINE:COLUMN CODE MESSAGE; `extractor explain CODE` tells more of a code.
Exit code: 0 no finding, 1 findings of severity warning or error, 2 failure."""

EXAMPLES = """\
  extractor validate pages/*.txt
  extractor validate crawl.jsonl.gz --output-format jsonl > findings.jsonl
"""


def concise(document: Document, finding: Finding) -> str:
    """For people: where the first span of a finding begins, counted from 1, its code and words."""
    start = finding.spans[0].start if finding.spans else 0
    line = document.text.count("\n", 0, start) + 1
    column = start - document.text.rfind("\n", 0, start)
    place = f"{document.id}:{line}:{column}"
    return printable(f"{place} {finding.code} {finding.message}")


def jsonl(document: Document, finding: Finding) -> str:
    """For programs: the finding as in the record, and its document."""
    return to_json({"document": document.id, **finding._asdict()}).decode("utf-8")


OUTPUT_FORMATS: dict[str, Callable[[Document, Finding], str]] = {
    "concise": concise,
    "jsonl": jsonl,
}


def configure(parser: ArgumentParser) -> None:
    """Declares the arguments."""
    add_reading(parser)
    parser.add_argument(
        "--output-format",
        choices=tuple(OUTPUT_FORMATS),
        default="concise",
        help="concise for people, jsonl for programs (default: %(default)s)",
    )
    add_reporting(parser, "documents were set aside, too")


def run(args: Namespace) -> int:
    """Validates; returns the exit code."""
    grammars = chosen_grammars(args)
    sources = find(args.inputs, SUFFIXES)
    target = Target(STDOUT)
    report = Report(quiet=args.quiet)
    show = OUTPUT_FORMATS[args.output_format]

    def lines(document: Document, record: Record) -> Iterator[bytes]:
        for finding in record.findings:
            yield show(document, finding).encode("utf-8") + b"\n"

    def use(document: Document, record: Record) -> None:
        with writing(STDOUT):
            target.stream.writelines(lines(document, record))
        if record.family is None:
            report.reject(set_aside(document, "no grammar reads it"), told=bool(record.findings))
            report.found(record)
        else:
            report.record(record)

    complete = for_each_page(sources, read_settings(args), grammars, report, use)
    target.commit()
    report.close(*([] if complete else ["stopped"]))
    if not complete:
        return STOPPED
    if report.failed:
        return FAILURE
    return FINDINGS if report.serious or (args.strict and report.set_aside) else FINE


COMMAND = Command(
    name="validate",
    summary="what is wrong with the pages of a dump",
    about=ABOUT,
    examples=EXAMPLES,
    configure=configure,
    run=run,
)
