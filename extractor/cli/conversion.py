"""Runs a conversion: straight into a stream, or through shards, which makes it resumable."""

from __future__ import annotations

import os
from argparse import Namespace
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from extractor.errors import ExtractorError, SettingError

if TYPE_CHECKING:
    from extractor.batch.job import Job
    from extractor.batch.run import Sink
    from extractor.batch.shards import Shards
    from extractor.cli.progress import Progress
    from extractor.dumps.writers import Fields


def to_stream(args: Namespace, job: Job, format: str, fields: Fields) -> int:
    """Converts into a stream; returns the exit code."""
    from extractor.cli.outputs import Stream
    from extractor.cli.progress import Progress

    if args.resume or args.restart:
        raise SettingError("a stream cannot be resumed; name a file with -o")
    sink = Stream(args.output, format, args.shape, fields)
    progress = Progress(args.quiet, size(job))
    try:
        complete = through(args, job, sink, progress)
        sink.finish()
    except BaseException:
        sink.discard()
        raise
    if complete:
        _report(args, job, progress)
        progress.close()
    else:
        progress.close("stopped", "finished work is on standard output")
    return _code(args, progress, complete)


def to_shards(args: Namespace, job: Job, format: str, fields: Fields) -> int:
    """Converts into a file or a folder, through shards; returns the exit code."""
    from extractor.cli.outputs import is_folder
    from extractor.cli.progress import Progress
    from extractor.dumps.rejects import beside

    folder = is_folder(args.output)
    kept = args.output if folder else beside(args.output)
    shards = _shards(args, job, format, fields)
    try:
        progress = Progress(args.quiet, size(job), kept, shards.tally)
        complete = shards.manifest.complete
        if not complete:
            complete = through(args, job, shards, progress)
            shards.commit(complete)
        if complete:
            _report(
                args, job, progress, [os.path.join(args.output, "report.json")] if folder else []
            )
            progress.close(_finish(shards, args, format, fields, progress.unread))
        else:
            progress.close(
                "stopped", f"finished work is kept in {shards.folder}; continue with --resume"
            )
        return _code(args, progress, complete)
    except ExtractorError as error:
        if shards.manifest.commits:
            error.args = (
                f"{error}\n{shards.folder} keeps the finished work; continue with --resume",
            )
        elif not folder:
            shards.remove()
        raise
    finally:
        shards.close()


def _shards(args: Namespace, job: Job, format: str, fields: Fields) -> Shards:
    """The folder for finished work, locked for this run."""
    from extractor.batch.manifest import identity
    from extractor.batch.shards import Shards
    from extractor.cli.outputs import PARTS, is_folder, shard_filler

    folder = is_folder(args.output)
    if folder:
        shards = Shards(args.output, format, shard_filler(format, args.shape, fields))
    else:
        shards = Shards(args.output + PARTS)
    options: dict[str, Any] = {"format": format if folder else "", "timeout": args.timeout}
    if job.decisions is not None:
        options["decisions"] = job.decisions
    try:
        shards.begin(identity(job, options), args.resume, args.restart)
    except BaseException:
        shards.close()
        raise
    return shards


def _finish(shards: Shards, args: Namespace, format: str, fields: Fields, unread: bool) -> str:
    """Builds the output file, unless the output is a folder; returns a message with its path.
    `unread`: no page was read, so an existing file is kept."""
    from functools import partial

    from extractor.batch.finish import finish
    from extractor.cli.outputs import is_folder, whole
    from extractor.dumps.compression import split_suffix

    written = f"written to {args.output}"
    if is_folder(args.output):
        return written
    if unread and os.path.isfile(args.output):
        finish(shards, args.output, None, rejects_only=True)
        return f"{args.output} is left as it was"
    if format == "duckdb":
        from extractor.batch.database import make_database

        make_database(shards, args.output, fields)
        finish(shards, args.output, None, rejects_only=True)
        return written
    plain = format == "jsonl" and split_suffix(args.output)[1] is None
    finish(shards, args.output, None if plain else partial(whole, format, args.shape, fields))
    return written


def through(args: Namespace, job: Job, sink: Sink, progress: Progress) -> bool:
    """Runs a job into a sink; returns whether all of it was done."""
    from extractor.batch.run import convert
    from extractor.cli.interrupts import Interrupts

    interrupts = Interrupts()
    interrupts.install()
    try:
        return convert(
            job,
            sink,
            progress.outcome,
            workers=args.workers,
            timeout=args.timeout,
            hold=interrupts,
        )
    finally:
        interrupts.restore()


def _report(args: Namespace, job: Job, progress: Progress, paths: Sequence[str] = ()) -> None:
    """Writes the report to the requested path and to `paths`, with readable pages next to each."""
    from extractor.batch.report import as_json, as_text
    from extractor.cli.outputs import text_beside
    from extractor.cli.run_report import load_report, write_run_report
    from extractor.dumps.target import store
    from extractor.record import to_json

    report = as_json(progress.tally, progress.seconds, progress.before)
    for path in (*paths, *([args.report] if args.report else [])):
        for name, data in (
            (path, to_json(report) + b"\n"),
            (text_beside(path), as_text(report).encode("utf-8")),
        ):
            store(name, data)
        write_run_report(path, report, job, load_report(args.against), args.quiet)


def _code(args: Namespace, progress: Progress, complete: bool) -> int:
    serious = args.strict and progress.tally.serious
    return progress.code(complete, args.strict, serious, empty=True)


def size(job: Job) -> int:
    """Bytes of all inputs; 0 if any is unknown."""
    paths = [source.path for source in job.sources]
    return sum(map(os.path.getsize, paths)) if all(map(os.path.isfile, paths)) else 0
