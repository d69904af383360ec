"""`extractor grammar`: lists families; checks, prints, starts and drafts grammar files."""

from __future__ import annotations

import re
import sys
import tomllib
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from pathlib import Path, PurePath

from extractor.cli.command import FINDINGS, FINE, Command
from extractor.cli.options import add_documents, read_settings, sources
from extractor.dumps.target import STDOUT, store
from extractor.errors import SettingError

ABOUT = """\
list prints the bundled page families, show a bundled grammar, new a skeleton to fill in.
check checks the keys, names, patterns and examples of grammar files. Each mistake is a line that
says where it is and how to fix it, and so is each warning of something that cannot work, such as a
field that nothing states. A sound file's line also names each TODO left, and says if there are no
examples. Exit code of check: 0 sound, 1 mistakes, 2 failure.
draft makes a grammar from 2 to 20 pages of one family: fields from the labels of their tables and
the figures of their prose, sentences and lines that several pages have, words that vary as
synonyms, rules that all pages follow. A comment marks what is unsure. The same pages always give
the same draft."""

EXAMPLES = """\
  extractor grammar list
  extractor grammar check my-family.toml
  extractor grammar draft pages/*.txt -o drafted.toml
  extractor grammar new my-pans -o my-pans.toml
"""


#: field types that a skeleton names, as many as fit on its line
SHOWN = 6
#: output of `new`: a valid grammar with a comment on each part
SKELETON = '''\
family      = "{family}"
description = "What is compared, and by what"
# locale    = "en-US"           # how numbers are written, if pages have 1,234 or 1.234
entities    = 2                 # a number, [2, 5] for two to five, "columns" or "rows"
# missing   = ["-"]             # marks for "no value", if the usual ones are not enough
# ignore    = ["Difference"]    # titles of columns that are not an entity
# boilerplate = ["Back to top"] # lines without content

[fields.price]
type        = "{type}"           # {types}, …
unit        = "USD"
bounds      = [0, 10_000]
description = "What it costs"

[[sections]]
name = "opening"
[sections.sentences]            # {{x}} and {{y}} are entities, [ ] is optional, ( | ) alternatives
price = "{{x:a}} costs {{x.price}}[ today]."

[[sections]]
name = "facts"
[sections.table]                # a field, and the label of its row
price = "Price"

[[examples]]                    # `extractor grammar check` runs these
text   = """
| Red Kettle | Steel Kettle | |
| Price | $39 | $45 |
"""
expect = [
  {{ entity = "Red Kettle",   field = "price", value = 39, unit = "USD" }},
  {{ entity = "Steel Kettle", field = "price", value = 45, unit = "USD" }},
]
'''


def configure(parser: ArgumentParser) -> None:
    """Declares the arguments."""
    actions = parser.add_subparsers(title="actions", metavar="ACTION", required=True)
    listing = actions.add_parser("list", help="the bundled families, one per line")
    listing.set_defaults(act=_list)
    checking = actions.add_parser("check", help="every mistake in grammar files, one per line")
    checking.add_argument("files", nargs="+", metavar="FILE", help="a grammar file")
    checking.set_defaults(act=_check)
    drafting = actions.add_parser("draft", help="a grammar made from pages of one family")
    drafting.add_argument("inputs", nargs="+", metavar="PAGE", help="a file, folder, glob or dump")
    add_documents(drafting)
    drafting.add_argument(
        "--family", metavar="NAME", help="(default: the output's name, else my-family)"
    )
    beginning = actions.add_parser("new", help="a skeleton of a grammar, with comments")
    beginning.add_argument("family", metavar="NAME", help="the name of the family")
    showing = actions.add_parser("show", help="a bundled grammar")
    showing.add_argument("family", metavar="FAMILY", help="one that `grammar list` prints")
    for action, act in ((drafting, _draft), (beginning, _new), (showing, _show)):
        _add_output(action)
        action.set_defaults(act=act)


def _add_output(parser: ArgumentParser) -> None:
    """Declares where a grammar is written."""
    parser.add_argument(
        "-o",
        "--output",
        "--output-file",
        default=STDOUT,
        metavar="FILE.toml",
        help="(default: standard output)",
    )
    parser.add_argument("--force", action="store_true", help="replace an existing file")


def _check_output(args: Namespace) -> None:
    """Raises an error if the output would replace a file, or cannot be written."""
    from extractor.cli.beforehand import check_outputs

    check_outputs({"-o": [args.output]})
    if not args.force and args.output != STDOUT and Path(args.output).is_file():
        raise SettingError(f"{args.output} exists; choose another -o, or replace it with --force")


def run(args: Namespace) -> int:
    """Runs the subcommand; returns the exit code."""
    code: int = args.act(args)
    return code


def _list(args: Namespace) -> int:
    from extractor import grammars, load_grammar

    width = max(map(len, grammars()), default=0)
    for family in grammars():
        print(f"{family:<{width}}  {load_grammar(family).description}")
    return FINE


def _check(args: Namespace) -> int:
    from extractor.dumps.inputs import find
    from extractor.engine import check, doubts

    code = FINE
    for source in find(args.files, (".toml",)):
        mistakes = check(source.path)
        for mistake in mistakes:
            print(mistake)
        if mistakes:
            code = FINDINGS
        else:
            for doubt in doubts(source.path):
                print(doubt)
            print("; ".join([f"{source.name}: sound", *_left(Path(source.path))]))
    return code


def _left(path: Path) -> Iterator[str]:
    """What a valid grammar lacks."""
    text = path.read_text("utf-8-sig")
    todo = [str(n) for n, line in enumerate(text.splitlines(), 1) if "TODO" in line]
    if todo:
        yield f"TODO left on line{'s' * (len(todo) > 1)} {', '.join(todo)}"
    if not tomllib.loads(text).get("examples"):
        yield "it has no [[examples]] to run"


def _draft(args: Namespace) -> int:
    from extractor.draft import draft, hold
    from extractor.dumps.document import Document
    from extractor.dumps.readers import read
    from extractor.review.terminal import printable

    _check_output(args)
    pages: dict[str, str] = {}
    for source in sources(args):
        for item in read(source, read_settings(args)):
            if isinstance(item, Document):
                pages[item.id] = item.text
            else:
                print(printable(str(item)), file=sys.stderr)
    if not pages:
        raise SettingError("no page was read; there is nothing to draft from")
    named = "" if args.output == STDOUT else PurePath(args.output).stem
    family = _family(
        args.family or named or "my-family", "" if args.family else "; give one with --family"
    )
    text = draft(list(pages.values()), family)
    held = hold(pages, text)
    store(args.output, held.noted(text).encode("utf-8"))
    for line in () if args.quiet else held.lines():
        print(line, file=sys.stderr)
    return FINE


def _family(name: str, hint: str = "") -> str:
    if not re.fullmatch(r"[a-z][a-z0-9-]*", name):
        raise SettingError(
            f"{name!r} cannot be the name of a family: it must begin with a small letter and go on"
            f" with small letters, digits or hyphens{hint}"
        )
    return name


def _new(args: Namespace) -> int:
    from extractor.fields import TYPES

    _check_output(args)
    kind, types = TYPES[0].name, ", ".join([kind.name for kind in TYPES[:SHOWN]])
    text = SKELETON.format(family=_family(args.family), type=kind, types=types)
    store(args.output, text.encode("utf-8"))
    return FINE


def _show(args: Namespace) -> int:
    from extractor import load_grammar

    _check_output(args)
    path = load_grammar(args.family).path
    store(args.output, path.read_bytes() if path else b"")
    return FINE


COMMAND = Command(
    name="grammar",
    summary="lists known families; checks, starts and drafts grammar files",
    about=ABOUT,
    examples=EXAMPLES,
    configure=configure,
    run=run,
)
