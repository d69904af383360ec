"""`extractor learn`: collects the names that a dump settles, to cut ambiguous rows with."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from extractor.cli.command import FAILURE, FINDINGS, FINE, STOPPED, Command
from extractor.cli.options import add_reading, add_workers, read_settings, sources

ABOUT = """\
Collects the names in text fields (companies, schools, trades) that the tables of a dump settle:
where cells have borders, or a row can be cut in only one way. With --names FILE, other commands
cut an open row in the only way that has known names in all cells. The file has a table for each
field, with the number of entities for each name; edit it as you like.
Exit code: 0 done, 1 no name was found, 2 failure, 130 stopped by Ctrl-C."""

EXAMPLES = """\
  extractor learn crawl.jsonl.zst --workers auto -o names.toml
  extractor convert crawl.jsonl.zst --names names.toml -o records.jsonl
"""
#: the first line of the file
TOP = "Names that a dump settles, by family and field, with the number of entities that have them."


def configure(parser: ArgumentParser) -> None:
    """Declares the arguments."""
    add_reading(parser)
    parser.add_argument(
        "-o",
        "--output",
        "--output-file",
        default="-",
        metavar="FILE.toml",
        help="(default: standard output)",
    )
    add_workers(parser)
    parser.set_defaults(timeout=None)


def run(args: Namespace) -> int:
    """Learns; returns the exit code."""
    from extractor import grammars
    from extractor.batch.job import Job
    from extractor.batch.learning import Learner
    from extractor.cli.beforehand import check_inputs, check_outputs
    from extractor.cli.conversion import size, through
    from extractor.cli.options import GENERIC
    from extractor.cli.progress import Progress
    from extractor.dumps.sieve import sieve_of
    from extractor.dumps.target import store
    from extractor.errors import SettingError
    from extractor.grammar.names import learnable

    wanted = args.grammar or grammars()
    if GENERIC in wanted:
        raise SettingError("only a grammar says which fields have names: use --grammar NAME|FILE")
    found = sources(args, skip=[args.output])
    check_inputs(found, read_settings(args))
    check_outputs({"-o": [args.output]})
    job = Job(tuple(found), read_settings(args), tuple(wanted), prefilter=not args.html)
    loaded = job.load()
    if not any([any(learnable(one.file)) for one in loaded]):
        raise SettingError("only text fields have names, and these grammars have none")
    learner, progress = Learner(loaded), Progress(args.quiet, size(job))
    if not through(args, job._replace(sieve=sieve_of(loaded)), learner, progress):
        progress.close("stopped")
        return STOPPED
    names = learner.names()
    store(args.output, names.to_toml(TOP).encode("utf-8"))
    fields = [counts for fields in names.counts.values() for counts in fields.values()]
    progress.close(f"{sum(map(len, fields)):,} names of {len(fields)} fields")
    return FAILURE if progress.tally.failed else FINE if fields else FINDINGS


COMMAND = Command(
    name="learn",
    summary="names that a dump settles, to cut the rows that it leaves open",
    about=ABOUT,
    examples=EXAMPLES,
    configure=configure,
    run=run,
)
