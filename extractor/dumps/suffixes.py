"""The suffix that names a file's format, before that of its compression."""

from __future__ import annotations

import os

from extractor.dumps.compression import split_suffix


def inner_suffix(path: str) -> str:
    """`.jsonl` for `crawl.jsonl.zst`, in lower case; for a URL, without its query."""
    name, _ = split_suffix(path.partition("?")[0] if "://" in path else path)
    return os.path.splitext(name)[1].lower()
