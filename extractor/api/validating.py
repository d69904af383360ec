"""Findings on many documents, from Python: what `extractor validate` prints."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence

from extractor.engine.candidates import candidates, knowing_names
from extractor.grammar import Names
from extractor.review.baseline import Baseline
from extractor.review.remark import Remark, remarks
from extractor.review.selection import Layer, Selection, at_least, chosen

from .many import Given, OnReject, Text, documents, read_all


def validate(
    inputs: Iterable[Text | os.PathLike[str]] | os.PathLike[str],
    *,
    grammar: Given = None,
    names: Names | None = None,
    workers: int = 1,
    select: Sequence[str] | None = None,
    ignore: Sequence[str] = (),
    severity: str = "info",
    baseline: str | os.PathLike[str] | None = None,
    on_reject: OnReject | None = None,
) -> Iterator[Remark]:
    """Each finding with its document and its position, in document order.

    `inputs`, `grammar`, `names`, `workers` and `on_reject` are as in `extract_many`. `select` and
    `ignore`: codes, prefixes of codes or names; `severity`: the least severity; `baseline`: a file
    of known findings, which are left out. Raises `SettingError` for an unknown code or a file that
    is not a baseline.
    """
    selection = Selection(chosen([Layer("select or ignore", select, ignore)]), at_least(severity))
    known = Baseline.load(os.fspath(baseline)) if baseline is not None else None
    grammar = knowing_names(grammar, names)
    candidates(grammar)  # raises for a wrong grammar at once
    found = read_all(documents(inputs, on_reject), grammar, workers, None, None, False)
    return (
        remark
        for _, record in found
        for remark in remarks(record)
        if selection.wants(remark.finding, remark.document, remark.source)
        and not (known is not None and known.knows(remark))
    )
