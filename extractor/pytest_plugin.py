"""Fixtures to test any parser; pytest finds them when extractor is installed.

`extractor_pages` provides pages whose facts are known; `extractor_fuzz` tests a function on them
and fails with the smallest page that it gets wrong. The generator is imported only when a test uses
one of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from extractor.synthesis import GeneratedPage
    from extractor.synthesis.fuzzing import Ask

#: failures that a failing test shows
SHOWN = 3


@pytest.fixture(scope="session")
def extractor_pages() -> Callable[..., Iterator[GeneratedPage]]:
    """`extractor_pages(count=100, grammar=None, layouts=None, seed=0, faults=0)`: pages with `text`
    and `facts`. `grammar` is needed if several are bundled; `layouts` None means all."""

    def pages(
        count: int = 100,
        grammar: str | None = None,
        layouts: Sequence[str] | None = None,
        seed: int | str = 0,
        faults: float = 0,
    ) -> Iterator[GeneratedPage]:
        from extractor import load_grammar
        from extractor.grammar import the_family
        from extractor.synthesis import LAYOUTS, generate

        chosen = load_grammar(the_family(grammar))
        return generate(chosen, count, seed, tuple(layouts or LAYOUTS), faults=faults)

    return pages


@pytest.fixture(scope="session")
def extractor_fuzz() -> Callable[..., None]:
    """`extractor_fuzz(parse, examples=100, grammar=None, layouts=None, seed=0, partial=False)`:
    `parse` takes a page's text and returns facts, mappings with `entity`, `field` and `value`. If
    `partial`, missing facts are not failures."""

    def fuzz(
        parse: Ask,
        examples: int = 100,
        grammar: str | None = None,
        layouts: Sequence[str] | None = None,
        seed: int | str = 0,
        partial: bool = False,
    ) -> None:
        __tracebackhide__ = True
        from extractor.grammar import the_family
        from extractor.synthesis import LAYOUTS
        from extractor.synthesis.fuzzing import Plan, run

        name, chosen = the_family(grammar), tuple(layouts or LAYOUTS)
        plan = Plan(name, chosen, str(seed), ("two-way",), partial=partial)
        found = run(plan, examples, ask=parse).failures
        if found:
            told = [
                f"{one.failure.title} ({one.pages} of {examples} pages)\n"
                f"came:   {one.failure.came}\nwanted: {one.failure.wanted}\n\n{one.text}"
                for one in found[:SHOWN]
            ]
            more = f"\nand {len(found) - SHOWN} more failures" if len(found) > SHOWN else ""
            pytest.fail("\n".join(told) + more, pytrace=False)

    return fuzz
