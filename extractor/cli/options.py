"""Options shared by several commands, and the values that they turn into."""

from __future__ import annotations

import os
from argparse import ArgumentParser, ArgumentTypeError, Namespace, _ArgumentGroup
from collections.abc import Iterable
from typing import TYPE_CHECKING

from extractor.dumps.choosing import Choice
from extractor.dumps.document import ID_FIELDS, MAX_CHARS, TEXT_FIELDS, ReadSettings
from extractor.dumps.html import HTML_SUFFIXES
from extractor.dumps.inputs import Source, find
from extractor.dumps.readers import SUFFIXES

if TYPE_CHECKING:
    from extractor.grammar import Grammar

READING = "inputs"
"""Title of the argument group of every command that reads documents."""


#: the value of `--grammar` that reads pages by their shape alone
GENERIC = "generic"


def add_reading(parser: ArgumentParser) -> None:
    """Declares the inputs, and how they are read."""
    group = parser.add_argument_group(READING)
    group.add_argument(
        "inputs",
        nargs="+",
        metavar="INPUT",
        help="a file, a folder (with everything in it), a glob, or - for standard input; .txt and "
        ".md hold one document each, .jsonl one per line, .csv, .tsv and .parquet one per row, "
        ".wet and .warc one per record; .gz, .zst, .bz2 and .xz are decompressed; @FILE lists "
        "inputs, one per line; URLs are read with fsspec",
    )
    group.add_argument(
        "--grammar",
        action="append",
        metavar="NAME|FILE",
        help="the page family: a bundled one, a grammar file, or generic, which reads any page by "
        "its shape alone; repeatable: each page is read by the one that reads most of it "
        "(default: all bundled ones)",
    )
    add_documents(group)


def add_documents(parser: ArgumentParser | _ArgumentGroup) -> None:
    """Declares what a document is and which files hold some."""
    add = parser.add_argument
    add(
        "--text-field",
        metavar="NAME",
        help=f"the column of a JSON line that holds the text (default: {', '.join(TEXT_FIELDS)})",
    )
    add(
        "--id-field",
        metavar="NAME",
        help=f"the column that holds the id of a document (default: {', '.join(ID_FIELDS)})",
    )
    add(
        "--encoding",
        type=_encoding,
        metavar="NAME",
        help="the encoding of text files (default: detects UTF-8, UTF-16 and UTF-32, else takes "
        "windows-1252; the metadata says which, if not UTF-8)",
    )
    for option, what in (("--include", "only"), ("--exclude", "no")):
        add(
            option,
            action="append",
            default=[],
            metavar="GLOB",
            help=f"in folders and globs, read {what} files whose path or name matches; repeatable "
            "(outputs of this program are never read there)",
        )
    add(
        "--html",
        action="store_true",
        help="convert HTML to text, and also read .html and .htm files in folders; spans then "
        "refer to the converted text (needs resiliparse)",
    )
    add(
        "--max-chars",
        type=positive,
        default=MAX_CHARS,
        metavar="N",
        help="set longer documents aside (default: %(default)s)",
    )


def add_names(parser: ArgumentParser) -> None:
    """Declares the file of known names."""
    parser.add_argument(
        "--names",
        metavar="FILE.toml",
        help="known names, a file from `extractor learn`: a row that can be cut in several ways is "
        "cut in the only one with known names in all cells",
    )


def add_unknown(parser: ArgumentParser) -> None:
    """Declares how to read what no grammar reads."""
    parser.add_argument(
        "--unknown",
        choices=(GENERIC,),
        help="read by its shape alone what no grammar reads: pages, and rows of tables with labels "
        "that the page's grammar lacks (--grammar generic: all)",
    )


def add_workers(parser: ArgumentParser) -> None:
    """Declares how many processes work."""
    parser.add_argument(
        "--workers",
        type=_workers,
        default=1,
        metavar="N|auto",
        help="number of processes (default: 1; auto: one per processor); the output is the same",
    )


def add_reporting(parser: ArgumentParser, strict: str) -> None:
    """Declares --strict, which affects the exit code; `strict` describes what it counts."""
    parser.add_argument("--strict", action="store_true", help=f"also exit 1 when {strict}")


def add_json(parser: ArgumentParser) -> None:
    """Declares output for programs."""
    parser.add_argument("--json", action="store_true", help="JSON, for programs")


def add_making(parser: ArgumentParser) -> None:
    """Declares which pages are written, and by how many processes."""
    parser.add_argument(
        "--grammar",
        metavar="NAME|FILE",
        help="the page family to write: a bundled one or a grammar file",
    )
    parser.add_argument(
        "--layout",
        action="append",
        metavar="NAME",
        help="how tables are written; repeatable (default: all, in turn)",
    )
    parser.add_argument("--seed", default="0", metavar="S", help="(default: %(default)s)")
    parser.add_argument(
        "--jobs",
        type=positive,
        default=1,
        metavar="N",
        help="number of processes; the output is the same (default: %(default)s)",
    )


def print_json(value: object) -> None:
    """Prints a value as indented JSON."""
    import json

    print(json.dumps(value, indent=2, ensure_ascii=False))


def read_settings(args: Namespace) -> ReadSettings:
    """The read settings from the options."""
    return ReadSettings(args.text_field, args.id_field, args.encoding, args.max_chars, args.html)


def sources(args: Namespace, skip: Iterable[str] = ()) -> list[Source]:
    """The inputs that the options name; `skip`: files that this run itself writes. Raises
    `InputError` for one that does not exist."""
    suffixes = (*SUFFIXES, *HTML_SUFFIXES) if args.html else SUFFIXES
    written: str | None = getattr(args, "output_file", None)
    skip = [*skip, written] if written else skip
    return find(args.inputs, suffixes, skip, Choice(args.include, args.exclude))


def chosen_grammars(args: Namespace) -> tuple[Grammar, ...]:
    """The grammars that the options name, else all bundled ones, with the known names. Raises
    `GrammarError` for a bad file."""
    from extractor import grammars, load_grammar, load_names
    from extractor.grammar import knowing

    found = [load_grammar(name) for name in args.grammar or grammars() if name != GENERIC]
    names: str | None = getattr(args, "names", None)
    return tuple(knowing(found, load_names(names)) if names else found)


def reads_unknown(args: Namespace) -> str | None:
    """The `unknown` argument of `extract`: how to read what no grammar reads."""
    wanted: str | None = args.unknown
    return GENERIC if GENERIC in (args.grammar or ()) else wanted


def positive(text: str) -> int:
    """Parses a whole number above 0."""
    number = int(text) if text.isascii() and text.isdigit() else 0
    if number < 1:
        raise ArgumentTypeError(f"{text!r} is not a whole number above 0")
    return number


def seconds(text: str) -> float:
    """Parses a time above 0, in seconds: `90`, `1.5m`, `2h`."""
    units = {"s": 1, "m": 60, "h": 3600}
    try:
        number = float(text.rstrip("smh")) * units[text.lstrip("0123456789.") or "s"]
    except (ValueError, KeyError):
        number = 0.0
    if not 0 < number < 1e9:
        raise ArgumentTypeError(f"{text!r} is not a duration; write 90, 90s, 1.5m or 2h")
    return number


def not_negative(text: str) -> int:
    """Parses a whole number, 0 or more."""
    if not (text.isascii() and text.isdigit()):
        raise ArgumentTypeError(f"{text!r} is not a whole number")
    return int(text)


def _workers(text: str) -> int:
    if text == "auto":
        counted = getattr(os, "sched_getaffinity", None)
        return len(counted(0)) if counted else os.cpu_count() or 1
    number = int(text) if text.isascii() and text.isdigit() else 0
    if not 1 <= number <= 1024:
        raise ArgumentTypeError(f"{text!r} is not a number from 1 to 1024, or auto")
    return number


def _encoding(text: str) -> str:
    try:
        b"    ".decode(text, "ignore")
    except LookupError:
        raise ArgumentTypeError(f"no text encoding is called {text!r}") from None
    return text
