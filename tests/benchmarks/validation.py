"""What validation costs beside extraction, over generated pages in every layout.

    python -m tests.benchmarks.validation [PAGES]

Prints the time to read a page, to check it, and to write its findings in each output format.
"""

from __future__ import annotations

import sys
from time import process_time

from extractor import extract, load_grammar
from extractor.engine.extraction import read_page
from extractor.engine.judging import rules_of
from extractor.review.across import Facts, findings
from extractor.review.formats import FORMATS
from extractor.review.remark import remarks
from extractor.review.terminal import Paint
from extractor.synthesis import generate

ROUNDS = 3


def main(count: int) -> None:
    """Measures and prints; the best of `ROUNDS` rounds counts."""
    grammar = load_grammar("occupation-comparison")
    texts = [page.text for page in generate(grammar, count, seed="validation")]
    rules = rules_of(grammar)
    reading = checking = float("inf")
    for _ in range(ROUNDS):
        started = process_time()
        pages = [read_page(text, grammar) for text in texts]
        read = process_time()
        for page in pages:
            if page is not None:
                rules.check(page)
        done = process_time()
        reading, checking = min(reading, read - started), min(checking, done - read)
    print(f"reading  {1e3 * reading / count:.3f} ms a page")
    print(f"checking {1e3 * checking / count:.3f} ms a page, {checking / reading:.1%} of reading")
    records = [extract(text, grammar=grammar, document=str(n)) for n, text in enumerate(texts)]
    for kind in FORMATS:
        format = kind(Paint(False))
        started = process_time()
        size = sum(map(len, format.begin()))
        for record in records:
            size += sum(map(len, format.document(record.document, remarks(record))))
        took = process_time() - started
        print(f"{kind.name:<8} {1e3 * took / count:.3f} ms a page, {took / reading:.1%} of reading")
    started = process_time()
    facts = Facts()
    for record in records:
        facts.add(record)
    added = process_time() - started
    found = sum(1 for _ in findings(facts))
    took = process_time() - started
    print(f"across   {1e3 * added / count:.3f} ms a page; {found} findings, {took:.1f} s in all")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 2_000)
