"""`NAME.rejects.jsonl`: what was set aside, beside the output that it is missing from.

One JSON object a line, in the dump's order. The file is there only when something was set aside;
one of an earlier run is removed when nothing was.
"""

from __future__ import annotations

import os


def beside(output: str) -> str:
    """The rejects' path for an output's: `facts.csv` has `facts.rejects.jsonl`."""
    return os.path.splitext(output)[0] + ".rejects.jsonl"
