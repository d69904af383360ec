"""A run: tests pages against the laws, and shrinks each distinct failure once.

In: a `Plan`. Out: a `Result`, the same for the same plan and number of pages, at any number of
processes: pages are handed out in batches, and results are collected in order.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass, field, replace
from functools import lru_cache, partial
from itertools import count, islice
from multiprocessing import get_context
from time import monotonic
from typing import NamedTuple

from extractor.grammar import Grammar, load_grammar
from extractor.synthesis.generator import GeneratedPage
from extractor.synthesis.layouts import LAYOUTS
from extractor.synthesis.parts import Grid

from . import laws, targets
from .coverage import Tally
from .recipe import Recipe, cook, recipe
from .shrinking import shrink
from .trial import Failure, Key, Trial, judge

#: pages handed to a process at a time
BATCH = 32
#: texts whose readings are remembered, of each field: laws read a page several times
READ = 4096
#: most tests for shrinking one failure, by the engine and by a program: calls are expensive
TESTS = 1500
TESTS_OF_TARGET = 400
TESTS_OF_TIME_OUT = 20
#: most failures to shrink; the others are reported unshrunk
SHRUNK = 20


@dataclass(frozen=True, slots=True)
class Plan:
    """The settings of a run. `grammar` is a name or a file; empty `laws` means all; `target` is a
    command to test instead of the engine, with `seconds` for each page; with `partial`, it may
    leave out facts."""

    grammar: str
    layouts: tuple[str, ...] = LAYOUTS
    seed: str = "0"
    laws: tuple[str, ...] = ()
    target: str | None = None
    seconds: float = 10.0
    partial: bool = False


class Found(NamedTuple):
    """A distinct failure: the smallest page that shows it, the first page that showed it, and how
    many did. `text` is "" if the page cannot be written again."""

    failure: Failure
    recipe: Recipe
    text: str
    first: str
    pages: int
    shrunk: bool


class Bench:
    """Tests pages: the grammar and laws of a plan. `ask` replaces a plan's target."""

    def __init__(self, plan: Plan, ask: targets.Ask | None = None) -> None:
        self.plan = plan
        self.grammar: Grammar = _remembering(load_grammar(plan.grammar))
        if ask is None and plan.target is not None:
            ask = targets.Program(plan.target, plan.seconds)
        self.foreign = ask is not None
        self.laws = laws.ENGINE if ask is None else targets.laws(ask, plan.partial)
        self.names: tuple[str, ...] = plan.laws or tuple(self.laws)

    def trial(self, how: Recipe) -> Trial | None:
        """A recipe's page, ready to be tried; none that seems cut off."""
        made = cook(self.grammar, how)
        if made is None or _seems_cut(made):
            return None
        return Trial(self.grammar, made, how.is_whole)

    def batch(self, first: int, size: int) -> Batch:
        """Tries a run of pages."""
        tally, found = Tally(), []
        for number in range(first, first + size):
            trial = self.trial(recipe(self.plan.seed, number, self.plan.layouts))
            if trial is None:
                tally.unwritten += 1
                continue
            keys = dict.fromkeys(f.key for f in judge(self.laws, self.names, trial))
            found += [(key, number) for key in keys]
            tally.saw(trial, scored=not self.foreign and not _crashes(trial))
        return tally, found

    def shown(self, key: Key, number: int, pages: int, shrinks: bool) -> Found:
        """A failure, shrunk if `shrinks`."""
        how = recipe(self.plan.seed, number, self.plan.layouts)
        first = how.name
        if shrinks:
            tests = TESTS_OF_TARGET if self.plan.target else TESTS
            tests = TESTS_OF_TIME_OUT if key[3] == targets.TIME_OUT else tests
            how = shrink(self.grammar, how, lambda one: self.fails(one, key) is not None, tests)
        failure = self.fails(how, key)
        trial = self.trial(how)
        text = trial.page.text if trial else ""
        return Found(failure or Failure(*key, "", ""), how, text, first, pages, shrinks)

    def fails(self, how: Recipe, key: Key) -> Failure | None:
        """The failure of this kind on a recipe's page, if any."""
        trial = self.trial(how)
        if trial is None or key[0] not in self.laws:
            return None
        return next((f for f in judge(self.laws, key[:1], trial) if f.key == key), None)


def _seems_cut(made: GeneratedPage) -> bool:
    """Whether a page begins with a name that no line below has: it may be the end of a longer
    one."""
    first, (line, *below) = next(iter(made.sheet.parts), None), made.text.split("\n")
    name = first.titles[0] if isinstance(first, Grid) else ""
    return name != "" and line.startswith(name) and not any([name in one for one in below])


def _remembering(grammar: Grammar) -> Grammar:
    """The grammar with readers that remember what they read."""
    remember = lru_cache(maxsize=READ)
    return replace(
        grammar, readers={name: remember(read) for name, read in grammar.readers.items()}
    )


Batch = tuple[Tally, list[tuple[Key, int]]]


def _crashes(trial: Trial) -> bool:
    try:
        return not trial.score
    except Exception:
        return True


@dataclass(slots=True)
class Result:
    """The result of a run, so far."""

    plan: Plan
    tally: Tally = field(default_factory=Tally)
    failures: list[Found] = field(default_factory=list)
    seconds: float = 0.0
    distinct: int = 0
    stopped: bool = False


Tell = Callable[[Result], object]


def run(
    plan: Plan,
    examples: int | None,
    seconds: float | None = None,
    jobs: int = 1,
    tell: Tell = lambda result: None,
    ask: targets.Ask | None = None,
) -> Result:
    """Runs a plan on a number of pages, or for a time; calls `tell` with its progress. Ctrl-C ends
    the run early and keeps its result."""
    bench = Bench(plan, ask)
    result, begun = Result(plan), monotonic()
    seen: dict[Key, list[int]] = {}
    try:
        for tally, found in _batches(bench, _shares(examples), jobs):
            result.tally.add(tally)
            for key, number in found:
                seen.setdefault(key, []).append(number)
            result.distinct, result.seconds = len(seen), monotonic() - begun
            tell(result)
            if seconds is not None and result.seconds >= seconds:
                break
    except KeyboardInterrupt:
        result.stopped = True
    for key, numbers in seen.items():
        shown = partial(bench.shown, key, numbers[0], len(numbers))
        try:
            failure = shown(len(result.failures) < SHRUNK and not result.stopped)
        except KeyboardInterrupt:
            result.stopped = True
            failure = shown(False)
        result.failures.append(failure)
        tell(result)
    return result


def _shares(examples: int | None) -> Iterator[tuple[int, int]]:
    """The batches of a run: each one's first page and size."""
    for first in count(0, BATCH):
        if examples is not None and first >= examples:
            return
        yield first, BATCH if examples is None else min(BATCH, examples - first)


def _batches(bench: Bench, shares: Iterator[tuple[int, int]], jobs: int) -> Iterator[Batch]:
    """All batches in order, run by `jobs` processes."""
    if jobs == 1:
        for first, size in shares:
            yield bench.batch(first, size)
        return
    pool = ProcessPoolExecutor(jobs, mp_context=get_context("spawn"))
    try:
        waiting: deque[Future[Batch]] = deque()
        for first, size in islice(shares, 2 * jobs):
            waiting.append(pool.submit(_batch, bench.plan, first, size))
        while waiting:
            yield waiting.popleft().result()
            for first, size in islice(shares, 1):
                waiting.append(pool.submit(_batch, bench.plan, first, size))
    finally:
        pool.shutdown(cancel_futures=True)


@lru_cache(maxsize=1)
def _bench(plan: Plan) -> Bench:
    return Bench(plan)


def _batch(plan: Plan, first: int, size: int) -> Batch:
    return _bench(plan).batch(first, size)
