"""`NAME.rejects.jsonl`: the documents that were set aside, next to the output.

One JSON object per line, in the dump's order. The file exists only if something was set aside;
otherwise one from an earlier run is removed.
"""

from __future__ import annotations

import os


def beside(output: str) -> str:
    """The path of an output's rejects: `facts.csv` has `facts.rejects.jsonl`."""
    return os.path.splitext(output)[0] + ".rejects.jsonl"
