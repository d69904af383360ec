"""`extractor convert`: converts dumps to records or facts."""

from __future__ import annotations

from argparse import ArgumentParser, ArgumentTypeError, Namespace
from typing import TYPE_CHECKING

from extractor.cli.command import Command
from extractor.cli.decisions import add_decisions, load_decisions
from extractor.cli.options import (
    GENERIC,
    add_names,
    add_reading,
    add_reporting,
    add_unknown,
    add_workers,
    read_settings,
    reads_unknown,
    seconds,
    sources,
)
from extractor.dumps.target import STDOUT
from extractor.dumps.writers import FORMATS, SHAPES
from extractor.errors import SettingError

if TYPE_CHECKING:
    pass

#: formats that hold records with arbitrary fields
ANY_FIELDS = ("jsonl", "json")

ABOUT = """\
Converts the pages in dumps to records (one per page) or facts (one per mention). Documents
that belong to no known family are only counted. Documents that look like a page but cannot
be read are set aside: they are listed on stderr and, next to an output file, in a
.rejects.jsonl. The output file appears when it is complete; until then its shards are in
OUTPUT.parts/. If anything stops the run, --resume continues it. An output that ends in a
slash is a folder that keeps the shards.
Exit code: 0 done; 1 no page was read or, with --strict, there are findings; 2 failure;
130 stopped by Ctrl-C."""

EXAMPLES = """\
  extractor convert pages/*.txt -o records.jsonl
  extractor convert crawl.jsonl.zst --text-field raw_content -o facts.csv --shape facts
  extractor convert @files.txt -o run.duckdb --workers auto --resume
  extractor convert unknown/*.txt --grammar generic --shape facts
  zcat crawl.jsonl.gz | extractor convert - > records.jsonl
"""


def configure(parser: ArgumentParser) -> None:
    """Declares the arguments."""
    add_reading(parser)
    add_names(parser)
    parser.add_argument(
        "-o",
        "--output",
        "--output-file",
        default=STDOUT,
        metavar="FILE|DIR/|-",
        help="where to write (default: standard output); .gz, .zst, .bz2 and .xz are compressed",
    )
    parser.add_argument(
        "--format", choices=FORMATS, help="(default: by the output's suffix, else jsonl)"
    )
    parser.add_argument(
        "--shape",
        choices=SHAPES,
        default="records",
        help="records, one per page (in CSV: a row per entity), or facts, one per mention "
        "(default: %(default)s; a database holds both)",
    )
    parser.add_argument(
        "--settle",
        choices=("majority", "table", "prose"),
        help="where a page contradicts itself, take the value that most places, its tables or its "
        "sentences state; the field stays in `open`, and the finding stays (default: no value)",
    )
    add_unknown(parser)
    add_decisions(parser)
    _running(parser)
    add_reporting(parser, "there are findings or something was set aside")


def _running(parser: ArgumentParser) -> None:
    """Declares how a run works, stops, resumes and reports."""
    add_workers(parser)
    parser.add_argument(
        "--resume", action="store_true", help="continue a run that was stopped, if there is one"
    )
    parser.add_argument(
        "--restart", action="store_true", help="discard an unfinished run and start over"
    )
    parser.add_argument(
        "--timeout",
        type=seconds,
        metavar="T",
        help="set aside documents that take longer than T, such as 5s or 1m (default: no limit)",
    )
    parser.add_argument(
        "--no-prefilter",
        dest="prefilter",
        action="store_false",
        help="also parse documents that cannot be a page of any family: the same records, but "
        "slower; malformed lines are then set aside even if they do not look like a page",
    )
    parser.add_argument(
        "--report",
        type=_json_file,
        metavar="FILE.json",
        help="write the run's counts as JSON, and readable versions to FILE.txt and FILE.html "
        "(FILE.html needs the extra review, its plots the extra plots)",
    )
    parser.add_argument(
        "--against",
        metavar="FILE.json",
        help="the report of an earlier run; FILE.html then shows what changed",
    )


def run(args: Namespace) -> int:
    """Converts; returns the exit code."""
    from extractor import load_grammar
    from extractor.batch.job import Job, fields_of
    from extractor.cli.beforehand import check_format, check_inputs, check_outputs
    from extractor.cli.conversion import to_shards, to_stream
    from extractor.cli.outputs import all_files, chosen_format, is_stream, own_files
    from extractor.cli.run_report import load_report
    from extractor.dumps.sieve import sieve_by_name

    load_report(args.against)
    format = chosen_format(args)
    check_format(format)
    check_outputs(own_files(args))
    names, unknown = _named(args)
    known = [] if format in ANY_FIELDS else [*map(load_grammar, names)]
    named = unknown or next(filter(None, [one.file.unknown for one in known]), None)
    if named and format not in ANY_FIELDS and args.shape != "facts":
        raise SettingError(
            f"--unknown {named}: a record's fields are the labels of its page, but {format} "
            f"needs known columns: write {' or '.join(ANY_FIELDS)}, or use --shape facts"
            + ("" if unknown else "; the grammar has this setting as `unknown`")
        )
    columns = fields_of(known)
    sieve = sieve_by_name(names)
    found = sources(args, skip=all_files(args))
    check_inputs(found, read_settings(args))
    job = Job(
        sources=tuple(found),
        settings=read_settings(args),
        grammars=tuple(names),
        shape="both" if format == "duckdb" else args.shape,
        prefilter=args.prefilter and not unknown and not args.html,  # tags may split its words
        sieve=None if unknown else sieve,
        settle=args.settle,
        unknown=unknown,
        decisions=load_decisions(args.decisions),
        names=args.names,
    )
    if args.names:
        job.load()  # reports a bad file before the work starts
    convert = to_stream if is_stream(args.output) else to_shards
    return convert(args, job, format, columns)


def _named(args: Namespace) -> tuple[list[str], str | None]:
    """The grammars to use, and the `unknown` argument of `extract`."""
    from extractor import grammars

    wanted = args.grammar or grammars()
    return [name for name in wanted if name != GENERIC], reads_unknown(args)


def _json_file(text: str) -> str:
    if not text.endswith(".json"):
        raise ArgumentTypeError(f"{text!r} does not end in .json")
    return text


COMMAND = Command(
    name="convert",
    summary="dumps to records or facts",
    about=ABOUT,
    examples=EXAMPLES,
    configure=configure,
    run=run,
)
