"""`extractor validate`: reports what is wrong with the pages of a dump."""

from __future__ import annotations

import os
import sys
from argparse import ArgumentParser, ArgumentTypeError, Namespace
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from extractor.batch.tally import NOT_OURS
from extractor.cli.command import FINE, Command
from extractor.cli.decisions import add_decisions, load_decisions
from extractor.cli.options import (
    add_names,
    add_reading,
    add_reporting,
    add_unknown,
    chosen_grammars,
    not_negative,
    print_json,
    read_settings,
    reads_unknown,
    sources,
)
from extractor.cli.pages import for_each_page
from extractor.cli.report import Report
from extractor.dumps.breaks import lost_breaks
from extractor.dumps.document import Document, set_aside
from extractor.dumps.target import STDOUT, Target, writing
from extractor.errors import SettingError
from extractor.record import Record

if TYPE_CHECKING:
    from extractor.review.across import Facts
    from extractor.review.remark import Remark
    from extractor.review.settings import Origin
    from extractor.review.verdict import Verdict

ABOUT = """\
Checks the pages of dumps against the rules of their family. Each finding has a code;
`extractor explain CODE` says what it means and how to settle it, `extractor why FILE` why a page
is not read. Settings can be in [tool.extractor] of pyproject.toml, or in extractor.toml, in this
folder or one above it: select, ignore, severity, max-findings, output-format, baseline,
date-field, and a table per-path-ignores of globs and codes. The command line overrides them.
Exit code: 0 no finding of severity warning or error; 1 such a finding, or no page was read; 2
failure."""

EXAMPLES = """\
  extractor validate pages/*.txt
  extractor validate crawl.jsonl.gz --statistics
  extractor validate crawl.jsonl.gz --select AGR,RNG --output-format jsonl > findings.jsonl
  extractor validate pages/ --write-baseline known.jsonl     # record what is known now
  extractor validate pages/ --baseline known.jsonl           # report only new ones
  extractor validate pages/ --across --date-field crawled
"""

#: names of the output formats, copied from their registry so that help needs no import
FORMATS = ("concise", "full", "json", "jsonl", "sarif", "junit", "github")
SEVERITIES = ("error", "warning", "info")


def configure(parser: ArgumentParser) -> None:
    """Declares the arguments."""
    add_reading(parser)
    add_names(parser)
    add_unknown(parser)
    _choosing(parser)
    add_decisions(parser)
    output = parser.add_argument_group("output")
    output.add_argument(
        "--output-format",
        choices=FORMATS,
        help="concise: DOCUMENT:LINE:COLUMN SEVERITY CODE MESSAGE; full: with the source "
        "underlined; json, jsonl: for programs; sarif, junit, github: for code hosts and test "
        "servers (default: concise)",
    )
    output.add_argument(
        "--statistics", action="store_true", help="instead, print counts by code and field"
    )
    settings = parser.add_argument_group("settings").add_mutually_exclusive_group()
    settings.add_argument("--config", metavar="FILE", help="the settings file to use")
    settings.add_argument("--isolated", action="store_true", help="use no settings file")
    parser.add_argument(
        "--show-settings",
        action="store_true",
        help="print the settings in effect and where they come from, then exit",
    )
    add_reporting(parser, "documents were set aside")


def _choosing(parser: ArgumentParser) -> None:
    """Declares the options that select findings."""
    choice = parser.add_argument_group("which findings")
    codes = "codes, prefixes of codes, names or ALL, separated by commas"
    choice.add_argument("--select", type=_listed, metavar="CODES", help=f"only these: {codes}")
    choice.add_argument("--ignore", type=_listed, metavar="CODES", default=[], help="not these")
    choice.add_argument(
        "--severity", choices=SEVERITIES, help="only findings at least this severe (default: info)"
    )
    choice.add_argument(
        "--max-findings",
        type=not_negative,
        metavar="N",
        help="write at most N; stderr says how many were left out",
    )
    choice.add_argument(
        "--baseline", metavar="FILE", help="leave out findings that are in this file"
    )
    choice.add_argument(
        "--write-baseline",
        metavar="FILE",
        help="save the findings to FILE as a baseline, and exit 0",
    )
    choice.add_argument(
        "--across",
        action="store_true",
        help="also compare documents with each other: values that disagree, and outliers",
    )
    choice.add_argument(
        "--date-field",
        metavar="NAME",
        help="with --across: the metadata column that has a document's date; a difference between "
        "two dates is a change, not an error",
    )


def _listed(text: str) -> list[str]:
    found = [part.strip() for part in text.split(",") if part.strip()]
    if not found:
        raise ArgumentTypeError("name at least one code")
    return found


def run(args: Namespace) -> int:
    """Validates; returns the exit code."""
    from extractor.cli.beforehand import check_distinct, check_inputs
    from extractor.review.across import Facts, findings
    from extractor.review.settings import Origin, Settings, load

    origin = Origin(Settings(), None) if args.isolated else load(args.config)
    settings, verdict = origin.settings, _verdict(args, origin)
    if args.show_settings:
        print_json(_shown(args, origin))
        return FINE
    decisions = load_decisions(args.decisions)
    grammars = chosen_grammars(args)
    baseline: str | None = args.write_baseline
    check_distinct({"--write-baseline": [baseline], "--output-file": [args.output_file]})
    found = sources(args, skip=[baseline] if baseline else [])
    check_inputs(found, read_settings(args))
    target = Target(baseline or STDOUT)
    report = Report(quiet=args.quiet)
    facts = Facts(args.date_field or settings.date_field) if args.across else None
    use = _Use(verdict, target, report, facts)
    try:
        use.write(verdict.begin())
        complete = for_each_page(
            found, read_settings(args), grammars, report, use, decisions, reads_unknown(args)
        )
        if facts is not None and complete:
            for remark in findings(facts):
                use.judge(remark.document, [remark])
        use.write(verdict.end())
        target.commit() if complete or baseline is None else target.keep()
    except BaseException:
        target.discard()
        raise
    finally:
        if facts is not None:
            facts.close()
    _close(args, report, verdict, complete)
    serious = report.tally.serious and not baseline
    told = report.tally.rejects[NOT_OURS] > 0  # those have a finding instead
    return report.code(complete, args.strict, serious, empty=not told)


class _Use:
    """Writes the findings of each page."""

    def __init__(
        self, verdict: Verdict, target: Target, report: Report, facts: Facts | None
    ) -> None:
        from extractor.review.remark import remarks

        self._remarks = remarks
        self._verdict = verdict
        self._target = target
        self._report = report
        self._facts = facts

    def __call__(self, document: Document, record: Record) -> None:
        found = self._remarks(record)
        self.judge(document.id, found)
        hint = lost_breaks(document.text) if record.findings else ""
        if hint:
            self._report.aside(f"{document.id}: {hint}")
        if record.family is None:
            told = bool(self._verdict.found)
            self._report.reject(set_aside(document, "no grammar reads it"), told=told)
        else:
            self._report.tally.page(record)
            if self._facts is not None:
                self._facts.add(record)

    def judge(self, document: str, remarks: Iterable[Remark]) -> None:
        """Writes and counts the selected remarks of a document."""
        self.write(self._verdict.document(document, remarks))
        self._report.tally.found(remark.finding for remark in self._verdict.found)

    def write(self, pieces: Iterable[bytes]) -> None:
        """Writes pieces of the output."""
        with writing(self._target.path):
            self._target.stream.writelines(pieces)


def _shown(args: Namespace, origin: Origin) -> dict[str, Any]:
    """The effective settings: those of the file, overridden by the command line."""
    held = origin.settings.model_dump(by_alias=True)
    given = {name: getattr(args, name.replace("-", "_"), None) for name in held}
    over = {name: value for name, value in given.items() if value not in (None, [])}
    return {"file": None if origin.path is None else str(origin.path), **held, **over}


def _verdict(args: Namespace, origin: Origin) -> Verdict:
    """The verdict for these settings. Raises `SettingError` for contradictory or unknown ones."""
    from extractor.review.baseline import Baseline
    from extractor.review.formats import DEFAULT, by_name
    from extractor.review.selection import Layer, Selection, at_least, chosen, ignored_by_path
    from extractor.review.terminal import Paint, wants_colour
    from extractor.review.verdict import Verdict

    settings = origin.settings
    layers = (
        Layer(f"{origin.name}: select or ignore", settings.select, settings.ignore),
        Layer("--select or --ignore", args.select, args.ignore),
    )
    selection = Selection(
        chosen(layers),
        at_least(args.severity or settings.severity),
        ignored_by_path(settings.per_path_ignores, f"{origin.name}: per-path-ignores"),
    )
    wanted = args.output_format or settings.output_format or DEFAULT
    format = by_name(wanted)
    if format is None:
        raise SettingError(
            f"{origin.name}: no output-format is called {wanted!r}; write one of "
            f"{', '.join(FORMATS)}"
        )
    if args.statistics and wanted not in ("concise", "full", "jsonl"):
        raise SettingError(f"--statistics cannot be written as {wanted}; use concise or jsonl")
    known = args.baseline or origin.beside(settings.baseline)
    limit = settings.max_findings if args.max_findings is None else args.max_findings
    return Verdict(
        selection,
        format(Paint(args.write_baseline is None and wants_colour(sys.stdout, os.environ))),
        baseline=Baseline.load(known) if known and not args.write_baseline else None,
        limit=limit,
        statistics=args.statistics,
        recording=args.write_baseline is not None,
    )


def _close(args: Namespace, report: Report, verdict: Verdict, complete: bool) -> None:
    """Prints what was left out, and the summary."""
    said = [] if complete else ["stopped"]
    if verdict.known is not None:
        used, unmet = verdict.known.used, verdict.known.unmet
        said.append(f"{used:,} known from the baseline, {unmet:,} in the baseline not found")
    if args.write_baseline:
        said.append(f"written to {args.write_baseline}")
    report.close(*said)
    if verdict.cut:
        print(
            f"--max-findings was reached; {verdict.cut:,} more not written",
            file=sys.stderr,
        )


COMMAND = Command(
    name="validate",
    summary="what is wrong with the pages of a dump",
    about=ABOUT,
    examples=EXAMPLES,
    configure=configure,
    run=run,
)
