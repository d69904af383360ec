"""`extractor convert`: dumps to records or facts."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from extractor.cli.command import FAILURE, FINDINGS, FINE, STOPPED, Command
from extractor.cli.options import add_reading, add_reporting, chosen_grammars, read_settings
from extractor.cli.pages import for_each_page, set_aside
from extractor.cli.report import Report
from extractor.dumps.document import Document
from extractor.dumps.inputs import find
from extractor.dumps.readers import SUFFIXES
from extractor.dumps.rejects import Rejects, beside
from extractor.dumps.target import PARTIAL, STDOUT, Target, writing
from extractor.dumps.writers import FORMATS, SHAPES, Writer, format_of, writer
from extractor.errors import SettingError
from extractor.model import Record

ABOUT = """\
Turns the pages of dumps into records (one a page) or facts (one a mention). What is no page
of a known family is set aside: listed on stderr and, beside an output file, in a
.rejects.jsonl. The output file appears when it is complete; Ctrl-C leaves a valid .partial.
Exit code: 0 done, 1 with --strict, 2 failure."""

EXAMPLES = """\
  extractor convert pages/*.txt -o records.jsonl
  extractor convert crawl.jsonl.zst --text-field raw_content -o facts.csv --shape facts
  zcat crawl.jsonl.gz | extractor convert - | jq .entities
"""


def configure(parser: ArgumentParser) -> None:
    """Declares the arguments."""
    add_reading(parser)
    parser.add_argument(
        "-o",
        "--output",
        default=STDOUT,
        metavar="FILE|-",
        help="where to write (default: standard output)",
    )
    parser.add_argument(
        "--format", choices=FORMATS, help="(default: as the output's suffix says, else jsonl)"
    )
    parser.add_argument(
        "--shape",
        choices=SHAPES,
        default="records",
        help="records, one a page (in CSV: a row an entity), or facts, one a mention "
        "(default: %(default)s)",
    )
    add_reporting(parser, "there are findings or something was set aside")


def run(args: Namespace) -> int:
    """Converts; returns the exit code."""
    format = _format(args)
    grammars = chosen_grammars(args)
    sources = find(args.inputs, SUFFIXES, skip=_own_files(args.output))
    target = Target(args.output)
    rejects = Rejects(args.output) if target.beside else None
    report = Report(quiet=args.quiet, rejects=rejects)
    fields = dict.fromkeys(name for grammar in grammars for name in grammar.specs)
    try:
        with writing(args.output):
            out = writer(format, target.stream, args.shape, tuple(fields))
        use = _Use(out, args.output, report)
        complete = for_each_page(sources, read_settings(args), grammars, report, use)
        with writing(args.output):
            out.finish()
        if rejects is not None:
            rejects.commit() if complete else rejects.keep()
        where = target.commit() if complete else target.keep()
    except BaseException:
        target.discard()
        if rejects is not None:
            rejects.discard()
        raise
    if complete:
        report.close(*([] if where == STDOUT else [f"written to {where}"]))
    else:
        report.close(
            "stopped",
            "what was done is on standard output"
            if where == STDOUT
            else f"what was done is in {where}",
        )
        return STOPPED
    if report.failed:
        return FAILURE
    return FINDINGS if args.strict and (report.serious or report.set_aside) else FINE


class _Use:
    """Writes each page's record, and sets aside what has no family."""

    def __init__(self, out: Writer, path: str, report: Report) -> None:
        self._out = out
        self._path = path
        self._report = report

    def __call__(self, document: Document, record: Record) -> None:
        if record.family is None:
            self._report.reject(set_aside(document, "no grammar reads it"))
            return
        with writing(self._path):
            self._out.write(record)
        self._report.record(record)


def _format(args: Namespace) -> str:
    output: str = args.output
    found: str | None = args.format or ("jsonl" if output == STDOUT else format_of(output))
    if found is None:
        raise SettingError(
            f"{output}: its suffix names no format; say --format {'|'.join(FORMATS)}"
        )
    return found


def _own_files(output: str) -> list[str]:
    """What this run writes, and must not read."""
    if output == STDOUT:
        return []
    rejects = beside(output)
    return [output, output + PARTIAL, rejects, rejects + PARTIAL]


COMMAND = Command(
    name="convert",
    summary="dumps to records or facts",
    about=ABOUT,
    examples=EXAMPLES,
    configure=configure,
    run=run,
)
