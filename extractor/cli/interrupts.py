"""Ctrl-C between two documents, never within one.

During a document, Ctrl-C is delayed until it is done; while waiting for the next one, it takes
effect at once. So the output always ends with a whole document.
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
    """Blocks Ctrl-C while modules are imported, as orjson crashes if interrupted then. A no-op on
    Windows, which cannot block signals."""
    mask = getattr(signal, "pthread_sigmask", None)
    before = mask(signal.SIG_BLOCK, {signal.SIGINT}) if mask else set()
    try:
        yield
    finally:
        if mask:
            mask(signal.SIG_SETMASK, before)


class Interrupts:
    """Delays Ctrl-C within `with interrupts:`, and raises `KeyboardInterrupt` at its end.

    A no-op outside the main thread, where Python delivers no signals.
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
        """Restores the previous handler of Ctrl-C."""
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
