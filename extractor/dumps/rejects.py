"""`NAME.rejects.jsonl`: what was set aside, beside the output that it is missing from.

One JSON object a line, in the dump's order. The file is there only when something was set aside;
one of an earlier run is removed when nothing was.
"""

from __future__ import annotations

import os
from contextlib import suppress

from extractor.dumps.document import Reject
from extractor.dumps.target import Target, writing
from extractor.model import to_json


class Rejects:
    """Rejects into a file, opened at the first of them."""

    def __init__(self, output: str) -> None:
        self.path = beside(output)
        self._target: Target | None = None

    def write(self, reject: Reject) -> None:
        """Adds one reject. `OutputError` when it cannot be written."""
        if self._target is None:
            self._target = Target(self.path)
        with writing(self.path):
            self._target.stream.write(to_json(reject.row()) + b"\n")

    def commit(self) -> None:
        """Puts the file in its place, or takes away an outdated one."""
        if self._target is not None:
            self._target.commit()
        else:
            with suppress(FileNotFoundError):
                os.unlink(self.path)

    def keep(self) -> None:
        """Leaves what there is beside an output that is not all."""
        if self._target is not None:
            self._target.keep()

    def discard(self) -> None:
        """Removes what was written."""
        if self._target is not None:
            self._target.discard()


def beside(output: str) -> str:
    """The rejects' path for an output's: `facts.csv` has `facts.rejects.jsonl`."""
    return os.path.splitext(output)[0] + ".rejects.jsonl"
