"""`python -m tests.learning [--names 50] [--learnt 1000] [--read 200]`: how many text cells names
settle that a dump of generated pages taught, where each field has so many names, all as likely.

Names share their words (`Union Rail Works`, `Works Union`), so that rows without borders can be cut
in several ways. The pages that are learnt from are of all layouts in turn. Exit code 1 where a
cell that the names settle is wrong.
"""

from __future__ import annotations

import sys
import tempfile
from argparse import ArgumentParser
from collections import Counter
from dataclasses import replace
from itertools import islice, product
from pathlib import Path

import orjson

from extractor import Grammar, extract, learn, load_grammar
from extractor.grammar import compile_grammar
from extractor.grammar.names import learnable
from extractor.synthesis import LAYOUTS, Seeded, page

FAMILY = "occupation-comparison"
FIRST = ("Union", "Northern", "Pacific", "Micron", "Lakeside", "Harbor", "Riverside", "Central")
SECOND = ("Rail", "Power", "State", "Freight", "Paper", "Health", "Media", "Steel", "Church")
KINDS = ("", "Works", "Services", "University", "Group", "Union", "Schools", "Labs", "And Light")
MORE = ("", "East", "West", "North", "South", "Inc.", "Holdings", "International", "Partners")


def many_names(count: int) -> list[str]:
    """So many names, the shortest kinds first."""
    made = (f"{a} {b} {c} {d}" for d, c, a, b in product(MORE, KINDS, FIRST, SECOND))
    return [" ".join(name.split()) for name in islice(made, count)]


def with_names(grammar: Grammar, count: int) -> Grammar:
    """A grammar that writes pages with so many names for each field."""
    fields = {
        name: replace(field, labels="many") if name in learnable(grammar.file) else field
        for name, field in grammar.file.fields.items()
    }
    vocabularies = {**grammar.file.vocabularies, "many": many_names(count)}
    return compile_grammar(replace(grammar.file, fields=fields, vocabularies=vocabularies))


def main() -> int:
    """Runs the command; returns the exit code."""
    parser = ArgumentParser(prog="python -m tests.learning", description=__doc__)
    parser.add_argument("--names", type=int, default=50, metavar="N")
    parser.add_argument("--learnt", type=int, default=1000, metavar="N")
    parser.add_argument("--read", type=int, default=200, metavar="N")
    args = parser.parse_args()
    grammar = load_grammar(FAMILY)
    writer = with_names(grammar, args.names)
    with tempfile.TemporaryDirectory() as folder:
        dump = Path(folder, "pages.jsonl")
        texts = [page(writer, Seeded(f"a{n}"), LAYOUTS[n % 8]).text for n in range(args.learnt)]
        dump.write_bytes(b"".join([orjson.dumps({"text": text}) + b"\n" for text in texts]))
        names = learn(dump, grammars=[FAMILY])
    fields = names.counts[FAMILY]
    known = sum(map(len, fields.values())) / len(fields)
    print(f"{known:.0f} of {args.names} names a field from {args.learnt:,} pages")
    wrong = 0
    for layout in ("spaced", "glued"):
        left: Counter[str] = Counter()
        for number in range(args.read):
            made = page(writer, Seeded(f"b{number}"), layout)
            told = {(f.entity, f.field): f.value for f in made.facts if f.field in fields}
            left["cells"] += len(told)
            for when, given in (("before", None), ("after", names)):
                record = extract(made.text, grammar, names=given)
                both = zip(record.titles, record.values, strict=True)
                read = {(t, f): v for t, values in both for f, v in values.items()}
                left[when] += len(told.keys() - read.keys())
                wrong += sum([read.get(key, of) != of for key, of in told.items()])
        print(f"{layout}: open {left['before']} -> {left['after']} of {left['cells']} cells")
    print(f"wrong: {wrong}")
    return int(wrong > 0)


if __name__ == "__main__":
    sys.exit(main())
