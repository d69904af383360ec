"""Tests any other program or function: it gets a page's text and answers with facts.

A fact is a mapping with `entity`, `field` and `value`, as in the facts of a record; other keys are
ignored, and so are repetitions. A value that the page says is missing may be null or left out.
"""

from __future__ import annotations

import json
import os
import shlex
import signal
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from subprocess import PIPE, Popen, TimeoutExpired
from time import monotonic
from typing import IO, Any

from extractor.errors import SettingError
from extractor.fields.sampling import Seeded
from extractor.record import to_json
from extractor.synthesis.noise import NOISES

from .trial import Failure, Law, Trial, shown

Answer = Iterable[Mapping[str, Any]]
Ask = Callable[[str], Answer]
#: an answer: values as JSON by entity (in lower case) and field
Said = dict[tuple[str, str], set[str]]

#: the kind of failure of a program that takes too long
TIME_OUT = "time-out"
#: most output of a program, in bytes
MOST = 10_000_000
#: most of a program's stderr that is shown
_SHOWN = 300


class Unanswered(Exception):
    """A program gave no answer: `kind` says why (crash, time-out, no facts)."""

    def __init__(self, kind: str, detail: str) -> None:
        super().__init__(detail)
        self.kind = kind


class Program:
    """A command that reads a page and prints facts as JSON lines. `{}` in it is replaced by the
    path of a file with the text; without it, the text comes on standard input. It is stopped after
    `seconds`, or `MOST` bytes of output. Raises SettingError if there is no such program."""

    def __init__(self, command: str, seconds: float) -> None:
        self.command, self.seconds = command, seconds
        try:
            self._words = shlex.split(command)
        except ValueError as error:
            raise SettingError(f"--target: {command!r}: {error}") from None
        if not self._words:
            raise SettingError("--target: the command is empty")

    def __call__(self, text: str) -> Answer:
        data = text.encode("utf-8")
        if not any("{}" in word for word in self._words):
            return _facts(self._run(self._words, data))
        handle, path = tempfile.mkstemp(suffix=".txt")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
            return _facts(self._run([word.replace("{}", path) for word in self._words], b""))
        finally:
            os.unlink(path)

    def _run(self, words: list[str], data: bytes) -> bytes:
        with tempfile.TemporaryFile() as page, ThreadPoolExecutor(2) as readers:
            page.write(data)
            page.seek(0)
            try:
                child = Popen(words, stdin=page, stdout=PIPE, stderr=PIPE, start_new_session=True)
            except OSError as error:
                raise SettingError(f"--target: {words[0]}: {error.strerror}") from None
            with child:
                begun = monotonic()
                pipes = [
                    readers.submit(_read, child, pipe) for pipe in (child.stdout, child.stderr)
                ]
                try:
                    out, err = [pipe.result(self.seconds) for pipe in pipes]
                    child.wait(max(0, begun + self.seconds - monotonic()))
                except (TimeoutError, TimeoutExpired):
                    raise Unanswered(TIME_OUT, f"no answer in {self.seconds:g} s") from None
                finally:
                    if child.poll() is None or not all([pipe.done() for pipe in pipes]):
                        _stop(child)
        if max(len(out), len(err)) >= MOST:
            raise Unanswered("no facts", f"{MOST:,} bytes or more")
        if child.returncode:
            said = err.decode("utf-8", "replace").strip()[-_SHOWN:]
            raise Unanswered("crash", f"exit code {child.returncode}: {said}")
        return out


def _read(child: Popen[bytes], pipe: IO[bytes] | None) -> bytes:
    """The output of a program, stopped after `MOST` bytes."""
    said = pipe.read(MOST) if pipe else b""
    if len(said) >= MOST:
        _stop(child)
    return said


def _stop(child: Popen[bytes]) -> None:
    """Stops a program and all processes that it started, which may hold its pipes open."""
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(child.pid, signal.SIGKILL)


def _facts(out: bytes) -> Answer:
    """Facts from JSON lines."""
    for line in out.splitlines():
        if line.strip():
            try:
                yield json.loads(line)
            except ValueError:
                raise Unanswered("no facts", f"not a JSON line: {line[:80]!r}") from None


def said(answer: Answer) -> Said:
    """An answer by entity and field."""
    found: Said = {}
    for fact in answer:
        if not isinstance(fact, Mapping) or not {"entity", "field", "value"} <= fact.keys():
            raise Unanswered("no facts", f"not a fact: {shown(fact)[:80]}")
        key = str(fact["entity"]).strip().casefold(), str(fact["field"])
        found.setdefault(key, set()).add(_plain(fact["value"]))
    return found


def _plain(value: Any) -> str:
    """A value as canonical text: equal values give equal texts."""
    read = json.loads(to_json(value), parse_float=_number)
    return json.dumps(read, sort_keys=True, ensure_ascii=False)


def _number(text: str) -> float:
    number = float(text)
    return int(number) if number.is_integer() else number


def laws(ask: Ask, partial: bool = False) -> Mapping[str, Law]:
    """The laws for a program or function. With `partial`, missing facts are no failures."""

    def two_way(trial: Trial) -> Iterator[Failure]:
        """The answer has all facts of the page, and nothing else."""
        try:
            told = said(_asked(ask, trial, trial.page.text))
        except Unanswered as error:
            yield trial.failure("two-way", error.kind, str(error), "an answer")
            return
        stated = said(fact._asdict() for fact in trial.page.facts)
        nothing = {_plain(None)}
        for entity, field in sorted(told.keys() | stated.keys()):
            came = told.get((entity, field), set()) - nothing
            wanted = stated.get((entity, field), set()) - nothing
            if came == wanted or (partial and not came):
                continue
            kind = "missing" if not came else "wrong" if wanted else "not on the page"
            yield trial.failure(
                "two-way",
                kind,
                f"{entity}: {_values(came)}",
                f"{entity}: {_values(wanted)}",
                field,
            )

    def noise(trial: Trial) -> Iterator[Failure]:
        """Harmless noise changes nothing."""
        chooser = Seeded(f"{trial.page.name}:noise")
        name = chooser.choice(list(NOISES))
        text = NOISES[name](trial.page.text, chooser)
        try:
            before = said(_asked(ask, trial, trial.page.text))
            after = said(_asked(ask, trial, text))
        except Unanswered:
            return
        for entity, field in sorted(before.keys() | after.keys()):
            old, new = before.get((entity, field), set()), after.get((entity, field), set())
            if old != new:
                came, wanted = f"{entity}: {_values(new)}", f"{entity}: {_values(old)}"
                yield trial.failure("noise", name, came, wanted, field)

    return {"two-way": two_way, "noise": noise}


def _asked(ask: Ask, trial: Trial, text: str) -> Answer:
    trial.readings += 1
    return ask(text)


def _values(values: set[str]) -> str:
    return ", ".join(sorted(values)) or "nothing"
