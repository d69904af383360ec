"""`extractor fuzz`: tests the engine, or any program, on pages whose facts are known."""

from __future__ import annotations

import os
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from typing import TYPE_CHECKING

from extractor.cli.command import FINDINGS, FINE, STOPPED, Command
from extractor.cli.options import add_making, not_negative, seconds
from extractor.dumps.target import store, writing
from extractor.errors import SettingError

if TYPE_CHECKING:
    from extractor.synthesis.fuzzing.runner import Plan, Result

ABOUT = """\
Generates pages of a family and tests a reader on them: the engine, against all the laws that
it must keep, or with --target any program that reads a page and prints facts as JSON lines
(entity, field, value). Each distinct failure is shrunk to a small page and saved to a file,
which --replay runs again. For each broken law, the end of the output says what the law asks, and
whether to look at the grammar or to report a bug of extractor. The same seed gives the same pages
and failures.
Exit code: 0 no failure, 1 failures were found, 2 the run itself failed."""

EXAMPLES = """\
  extractor fuzz --grammar my-family.toml --examples 100 --jobs 2
  extractor fuzz --grammar my-family.toml --layout pipe --time 2s --target 'my-tool --in {}'
  extractor fuzz --replay fuzz-failures/two-way-pipe-not-on-the-page-price-0-0.json
"""

#: default number of pages, if neither a number nor a time is given
EXAMPLES_COUNT = 1000


def configure(parser: ArgumentParser) -> None:
    """Declares the arguments."""
    add_making(parser)
    add = parser.add_argument
    add(
        "--law",
        action="append",
        metavar="NAME",
        help="check only this law; repeatable (default: all)",
    )
    add(
        "--examples",
        type=not_negative,
        metavar="N",
        help=f"how many pages to try (default: {EXAMPLES_COUNT})",
    )
    add(
        "--time",
        type=seconds,
        metavar="T",
        help="instead of --examples, how long to run, such as 90s or 10m",
    )
    add(
        "--target",
        metavar="CMD",
        help="the program to test; {} becomes the path of a file with the page; without {}, the "
        "program gets the page on standard input",
    )
    add(
        "--timeout",
        type=seconds,
        default=10.0,
        metavar="T",
        help="time limit per page (default: %(default)gs)",
    )
    add("--partial", action="store_true", help="missing facts are not failures")
    add(
        "--save",
        default="fuzz-failures",
        metavar="FOLDER",
        help="where to save failures (default: %(default)s)",
    )
    add("--replay", metavar="FILE", help="run one saved failure again")
    add("--report", metavar="FILE.json", help="write the run's summary as JSON")
    add("--html", metavar="FILE", help="write the summary as an HTML page (extra: review)")


def run(args: Namespace) -> int:
    """Runs the fuzzer; returns the exit code."""
    if args.replay is not None:
        return _replay(args)
    from extractor.cli.beforehand import check_distinct, check_outputs
    from extractor.cli.progress import Line
    from extractor.dumps.extras import need
    from extractor.synthesis import fuzzing
    from extractor.synthesis.fuzzing import summary

    plan = _plan(args)
    if args.html:
        need("jinja2", "--html")
    files = {"--report": [args.report], "--html": [args.html]}
    check_outputs(files)
    check_distinct({**files, "--output-file": [args.output_file]})
    examples = args.examples
    if examples is None and args.time is None:
        examples = EXAMPLES_COUNT
    line = Line(args.quiet)
    result = fuzzing.run(
        plan,
        examples,
        args.time,
        args.jobs,
        lambda result: line.tell(lambda: summary.progress(result)),
    )
    line.close()
    _tell(args, result)
    if result.stopped:
        return STOPPED
    return FINDINGS if result.failures else FINE


def _plan(args: Namespace) -> Plan:
    from extractor import load_grammar
    from extractor.grammar import the_family
    from extractor.synthesis import LAYOUTS
    from extractor.synthesis.fuzzing.laws import ENGINE
    from extractor.synthesis.fuzzing.runner import Plan

    grammar = the_family(args.grammar)
    load_grammar(grammar)
    layouts = _known("--layout", args.layout or LAYOUTS, LAYOUTS)
    known = tuple(ENGINE) if args.target is None else ("two-way", "noise")
    laws = _known("--law", args.law or known, known)
    return Plan(grammar, layouts, args.seed, laws, args.target, args.timeout, args.partial)


def _known(option: str, names: Sequence[str], known: Sequence[str]) -> tuple[str, ...]:
    for name in names:
        if name not in known:
            raise SettingError(f"{option}: {name!r} is unknown; use one of {', '.join(known)}")
    return tuple(dict.fromkeys(names))


def _tell(args: Namespace, result: Result) -> None:
    """Saves the failures, and writes the requested output."""
    from extractor import load_grammar
    from extractor.record import to_json
    from extractor.review.terminal import printable
    from extractor.synthesis.fuzzing import reproducer, summary

    grammar = load_grammar(result.plan.grammar)
    for found in result.failures:
        path = os.path.join(args.save, reproducer.name(found))
        with writing(path):
            os.makedirs(args.save, exist_ok=True)
        store(path, reproducer.written(reproducer.reproducer(found, result.plan)))
    if args.report:
        store(args.report, to_json(summary.summary(result, grammar)) + b"\n")
    if args.html:
        store(args.html, summary.html(result, grammar))
    for line in summary.failures(result):
        print(printable(line))
    if not args.quiet:
        for line in summary.coverage(result, grammar):
            print(printable(line))
        saved = f"; saved in {args.save}" if result.failures else ""
        print(f"{summary.progress(result)}{saved}", file=sys.stderr)


def _replay(args: Namespace) -> int:
    from extractor.review.terminal import printable
    from extractor.synthesis.fuzzing import reproducer
    from extractor.synthesis.fuzzing.runner import Plan

    kept = reproducer.load(args.replay)
    plan = Plan(
        args.grammar or kept.grammar,
        seconds=kept.seconds,
        target=args.target or kept.target,
        partial=kept.partial,
    )
    text, failure = reproducer.replay(kept, plan)
    if failure is not None or not args.quiet:
        print(*map(printable, text.rstrip("\n").split("\n")), sep="\n")
        if failure is None:
            print("no longer fails")
        else:
            print(printable(failure.title))
            print(printable(f"  came:   {failure.came}"))
            print(printable(f"  wanted: {failure.wanted}"))
    return FINE if failure is None else FINDINGS


COMMAND = Command(
    name="fuzz",
    summary="tests the engine or any program on generated pages",
    about=ABOUT,
    examples=EXAMPLES,
    configure=configure,
    run=run,
)
