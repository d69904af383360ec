"""Titles for the entities of generated pages: plain ones, ugly ones, and similar pairs.

No title equals or begins with a label of the grammar: above a table, it would read as a row. None
is another one twice: without borders, a header of both could be cut in two ways.
"""

from __future__ import annotations

from collections.abc import Collection

from extractor.fields.sampling import Chooser
from extractor.grammar import label_key

from .words import HEADS, MODIFIERS, UGLY_TITLES

#: longest title that others may extend
GROWS = 50


def titles(chooser: Chooser, count: int, labels: Collection[str]) -> tuple[str, ...]:
    """Distinct titles as tables show them (words capitalised). `labels` are the grammar's,
    folded."""
    found: list[str] = []
    while len(found) < count:
        title = base = _title(chooser, found)
        number = 2
        taken = {one.casefold() for other in found for one in (other, f"{other} {other}")}
        while title.casefold() in taken or _heads(title, labels):
            title = f"{MODIFIERS[(number + len(base)) % len(MODIFIERS)]} {title}"
            number += 1
        found.append(title)
    return tuple(found)


def _heads(title: str, labels: Collection[str]) -> bool:
    """Whether a title equals or begins with a label."""
    words = label_key(title).split(" ")
    return any([" ".join(words[:count]) in labels for count in range(1, len(words) + 1)])


def _title(chooser: Chooser, before: list[str]) -> str:
    """One title; sometimes it begins or ends with an earlier one."""
    way = chooser.integer(0, 11)
    if way >= 9:
        grows = bool(before) and len(before[-1]) <= GROWS
        if grows and way == 10:
            return f"{chooser.choice(MODIFIERS)} {before[-1]}"
        if grows and way == 11:
            return f"{before[-1]} {chooser.choice(MODIFIERS)} {before[-1].split(' ')[-1]}"
        return chooser.choice(UGLY_TITLES)
    head = chooser.choice(HEADS)
    if way < 2:
        return head
    if way < 7:
        return f"{chooser.choice(MODIFIERS)} {head}"
    return f"{chooser.choice(MODIFIERS)} {chooser.choice(MODIFIERS)} {head}"
