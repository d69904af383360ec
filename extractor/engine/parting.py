"""Words between the names of what a page compares: `A vs B`, `A compared to B`, `A, B or C`."""

from __future__ import annotations

import re

from extractor.deferred import deferred

_STRONG = r"(?:vs?\.|vs|v/s|versus|compared\ (?:to|with))"
#: words that separate names only
PARTING = deferred(rf"(?<=\S)[ \t]+{_STRONG}[ \t]+(?=\S)", re.IGNORECASE)
#: words for "and", "or" and "against", which part other things, too
_WEAK = "or|and|&|und|oder|gegen|et|ou|contre|y|contra|и|или|против"
WEAK = deferred(rf"(?<=\S)[ \t]+(?:{_WEAK})[ \t]+(?=\S)", re.IGNORECASE)
#: a line that ends with such words: its title continues on the next one
TORN = deferred(rf"\S[ \t]+{_STRONG}[ \t]*\Z", re.IGNORECASE)
#: what a line of names has, or a line between two; fast to find by its first letter
NAMING = deferred(rf"[vVcC](?<=(?<!\w)(?=(?i:{_STRONG})(?!\w)).)")
#: the first words of all of them
FIRST = frozenset(["v.", "vs", "vs.", "v/s", "versus", "compared", *_WEAK.split("|")])
_ALONE = deferred(rf"[ \t]*{_STRONG}[ \t]*", re.IGNORECASE)
#: such words at the start of a line, glued to a name: a tool lost the break between them
GLUED = deferred(rf"[ \t]*(?i:{_STRONG})(?=[^\W\d_a-z])")


def parts_names(line: str) -> bool:
    """Whether a line has words that separate names."""
    return any([pattern.search(line) is not None for pattern in (PARTING, WEAK)])


def states_names(line: str) -> bool:
    """Whether a line has words that part nothing but names (`vs`)."""
    return PARTING.search(line) is not None


def is_parting(line: str) -> bool:
    """Whether a line is only words that separate names."""
    return _ALONE.fullmatch(line) is not None
