"""Ctrl-C between two documents, never within one.

While a document is in hand, Ctrl-C waits until it is done; while the next one is awaited, it stops
the wait. So what was written is always whole.
"""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType, TracebackType
from typing import Any


@contextmanager
def held() -> Iterator[None]:
    """Holds Ctrl-C back while modules are imported: orjson crashes when it comes then. Windows has
    no way to; there nothing is held."""
    mask = getattr(signal, "pthread_sigmask", None)
    before = mask(signal.SIG_BLOCK, {signal.SIGINT}) if mask else set()
    try:
        yield
    finally:
        if mask:
            mask(signal.SIG_SETMASK, before)


class Interrupts:
    """Holds Ctrl-C back within `with interrupts:`, and raises `KeyboardInterrupt` at its end.

    Works in the main thread; elsewhere Python gives no signals and nothing is held.
    """

    def __init__(self) -> None:
        self._busy = False
        self._asked = False
        self._before: Any = None

    def install(self) -> None:
        """Takes over Ctrl-C until `restore`."""
        if threading.current_thread() is threading.main_thread():
            self._before = signal.signal(signal.SIGINT, self._arrived)

    def restore(self) -> None:
        """Gives Ctrl-C back to whoever had it."""
        if self._before is not None:
            signal.signal(signal.SIGINT, self._before)

    def __enter__(self) -> None:
        self._busy = True

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._busy = False
        if self._asked and error is None:
            raise KeyboardInterrupt

    def _arrived(self, number: int, frame: FrameType | None) -> None:
        if not self._busy:
            raise KeyboardInterrupt
        self._asked = True
