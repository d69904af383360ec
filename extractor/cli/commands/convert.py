"""`extractor convert`: dumps to records or facts."""

from __future__ import annotations

import os
from argparse import ArgumentParser, ArgumentTypeError, Namespace
from typing import TYPE_CHECKING

from extractor.cli.command import FAILURE, FINDINGS, FINE, STOPPED, Command
from extractor.cli.options import add_reading, add_reporting, chosen_grammars, read_settings
from extractor.dumps.target import STDOUT
from extractor.dumps.writers import FORMATS, SHAPES
from extractor.errors import ExtractorError, SettingError

if TYPE_CHECKING:
    from extractor.batch.job import Job
    from extractor.cli.progress import Progress
    from extractor.dumps.writers import Fields

ABOUT = """\
Turns the pages of dumps into records (one a page) or facts (one a mention). What is no page
of a known family is counted; what looks like one and cannot be read is set aside: listed on
stderr and, beside an output file, in a .rejects.jsonl. An output file appears when it is
complete; until then its shards are in OUTPUT.parts/, and whatever stops the run, --resume goes
on with it. An output with a slash at its end is a folder that keeps the shards.
Exit code: 0 done, 1 with --strict, 2 failure, 130 stopped by Ctrl-C."""

EXAMPLES = """\
  extractor convert pages/*.txt -o records.jsonl
  extractor convert crawl.jsonl.zst --text-field raw_content -o facts.csv --shape facts
  extractor convert @files.txt -o run.duckdb --workers auto --resume
  zcat crawl.jsonl.gz | extractor convert - | jq .entities
"""


def configure(parser: ArgumentParser) -> None:
    """Declares the arguments."""
    add_reading(parser)
    parser.add_argument(
        "-o",
        "--output",
        default=STDOUT,
        metavar="FILE|DIR/|-",
        help="where to write (default: standard output); .gz, .zst, .bz2 and .xz are packed",
    )
    parser.add_argument(
        "--format", choices=FORMATS, help="(default: as the output's suffix says, else jsonl)"
    )
    parser.add_argument(
        "--shape",
        choices=SHAPES,
        default="records",
        help="records, one a page (in CSV: a row an entity), or facts, one a mention "
        "(default: %(default)s; a database holds both)",
    )
    parser.add_argument(
        "--workers",
        type=_workers,
        default=1,
        metavar="N|auto",
        help="processes that work (default: 1; auto: one a processor); the output is the same",
    )
    parser.add_argument(
        "--resume", action="store_true", help="go on with a run that was stopped, if there is one"
    )
    parser.add_argument(
        "--restart", action="store_true", help="begin anew where an unfinished run is"
    )
    parser.add_argument(
        "--timeout",
        type=_seconds,
        metavar="SECONDS",
        help="set documents aside that take longer (default: no limit)",
    )
    parser.add_argument(
        "--no-prefilter",
        dest="prefilter",
        action="store_false",
        help="parse what cannot be a page of any family, too; gives the same output, slower",
    )
    parser.add_argument("--report", metavar="FILE", help="write the run's report there, as JSON")
    add_reporting(parser, "there are findings or something was set aside")


def run(args: Namespace) -> int:
    """Converts; returns the exit code."""
    from extractor.batch.job import Job
    from extractor.cli.outputs import chosen_format, is_stream, own_files
    from extractor.dumps.inputs import find
    from extractor.dumps.readers import SUFFIXES
    from extractor.dumps.sieve import sieve_of

    format = chosen_format(args)
    grammars = chosen_grammars(args)
    sources = find(args.inputs, SUFFIXES, skip=own_files(args.output))
    fields: Fields = {
        name: grammar.types[name].schema(spec)
        for grammar in grammars
        for name, spec in grammar.specs.items()
    }
    job = Job(
        sources=tuple(sources),
        settings=read_settings(args),
        grammars=tuple(_named(args)),
        shape="both" if format == "duckdb" else args.shape,
        prefilter=args.prefilter,
        sieve=sieve_of(grammars),
    )
    convert = _to_stream if is_stream(args.output) else _to_shards
    return convert(args, job, format, fields)


def _to_stream(args: Namespace, job: Job, format: str, fields: Fields) -> int:
    from extractor.cli.outputs import Stream
    from extractor.cli.progress import Progress

    if args.resume or args.restart:
        raise SettingError("a stream cannot be gone on with; name a file with -o")
    sink = Stream(args.output, format, args.shape, fields)
    progress = Progress(args.quiet, _size(job))
    try:
        complete = _convert(args, job, sink, progress)
        sink.finish()
    except BaseException:
        sink.discard()
        raise
    if complete:
        progress.close()
    else:
        progress.close("stopped", "what was done is on standard output")
    return _code(args, progress, complete)


def _to_shards(args: Namespace, job: Job, format: str, fields: Fields) -> int:
    from extractor.batch.manifest import identity
    from extractor.batch.shards import Shards
    from extractor.cli.outputs import PARTS, is_folder, shard_filler
    from extractor.cli.progress import Progress
    from extractor.dumps.rejects import beside

    folder = is_folder(args.output)
    if not folder and os.path.isdir(args.output):
        raise SettingError(f"{args.output}: is a folder; write {args.output}/ to keep shards in it")
    if folder:
        shards = Shards(args.output, format, shard_filler(format, args.shape, fields))
        kept = args.output
    else:
        shards = Shards(args.output + PARTS)
        kept = beside(args.output)
    try:
        options = {"format": format if folder else "", "timeout": args.timeout}
        shards.begin(identity(job, options), args.resume, args.restart)
        progress = Progress(args.quiet, _size(job), kept, shards.tally)
        complete = shards.manifest.complete
        if not complete:
            complete = _convert(args, job, shards, progress)
            shards.commit(complete)
        if complete:
            _report(args, progress, folder)
            if not folder:
                _finish(shards, args, format, fields)
            progress.close(f"written to {args.output}")
        else:
            progress.close("stopped", f"what was done is in {shards.folder}; go on with --resume")
        return _code(args, progress, complete)
    except ExtractorError as error:
        if shards.manifest.commits:
            error.args = (f"{error}\n{shards.folder} keeps what was done; go on with --resume",)
        elif not folder:
            shards.remove()
        raise
    finally:
        shards.close()


def _finish(shards: object, args: Namespace, format: str, fields: Fields) -> None:
    from functools import partial

    from extractor.batch.finish import finish
    from extractor.batch.shards import Shards
    from extractor.cli.outputs import whole
    from extractor.dumps.compression import split_suffix

    assert isinstance(shards, Shards)
    if format == "duckdb":
        from extractor.batch.database import make_database

        make_database(shards, args.output, fields)
        finish(shards, args.output, None, rejects_only=True)
        return
    plain = format == "jsonl" and split_suffix(args.output)[1] is None
    finish(shards, args.output, None if plain else partial(whole, format, args.shape, fields))


def _convert(args: Namespace, job: Job, sink: object, progress: Progress) -> bool:
    from extractor.batch.run import convert
    from extractor.cli.interrupts import Interrupts

    interrupts = Interrupts()
    interrupts.install()
    try:
        return convert(
            job,
            sink,  # type: ignore[arg-type]
            progress.outcome,
            workers=args.workers,
            timeout=args.timeout,
            hold=interrupts,
        )
    finally:
        interrupts.restore()


def _report(args: Namespace, progress: Progress, folder: bool) -> None:
    from extractor.batch.report import as_json, as_text
    from extractor.dumps.target import Target
    from extractor.model import to_json

    report = as_json(progress.tally, progress.seconds, progress.here)
    paths = [args.report] if args.report else []
    if folder:
        paths.append(os.path.join(args.output, "report.json"))
    for path in paths:
        for name, data in (
            (path, to_json(report) + b"\n"),
            (os.path.splitext(path)[0] + ".txt", as_text(report).encode("utf-8")),
        ):
            target = Target(name)
            target.stream.write(data)
            target.commit()


def _code(args: Namespace, progress: Progress, complete: bool) -> int:
    if not complete:
        return STOPPED
    tally = progress.tally
    if tally.failed:
        return FAILURE
    return FINDINGS if args.strict and (tally.serious or tally.rejects) else FINE


def _named(args: Namespace) -> list[str]:
    from extractor import grammars

    return list(args.grammar or grammars())


def _size(job: Job) -> int:
    """Bytes of all inputs; 0 where some are not known, or count otherwise than they are read."""
    from extractor.dumps.compression import split_suffix

    paths = [source.path for source in job.sources]
    if any(not os.path.isfile(path) or split_suffix(path)[1] is not None for path in paths):
        return 0
    return sum(os.path.getsize(path) for path in paths)


def _workers(text: str) -> int:
    if text == "auto":
        counted = getattr(os, "sched_getaffinity", None)
        return len(counted(0)) if counted else os.cpu_count() or 1
    number = int(text) if text.isascii() and text.isdigit() else 0
    if not 1 <= number <= 1024:
        raise ArgumentTypeError(f"{text!r} is not a number from 1 to 1024, or auto")
    return number


def _seconds(text: str) -> float:
    try:
        seconds = float(text)
    except ValueError:
        seconds = 0.0
    if not 0 < seconds < 1e6:
        raise ArgumentTypeError(f"{text!r} is not a number of seconds above 0")
    return seconds


COMMAND = Command(
    name="convert",
    summary="dumps to records or facts",
    about=ABOUT,
    examples=EXAMPLES,
    configure=configure,
    run=run,
)
