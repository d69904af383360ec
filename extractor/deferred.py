"""Regular expressions that are compiled when they are first used.

A run reads a few kinds of values; compiling the expressions of all of them takes longer than
reading a page.
"""

from __future__ import annotations

import re
from typing import Any, AnyStr, cast

_METHODS = ("match", "fullmatch", "search", "finditer", "findall", "sub", "subn", "split")


class _Deferred:
    """Mimics a pattern; compiles it at the first use of a method."""

    def __init__(self, pattern: str | bytes, flags: int) -> None:
        self.pattern, self.flags = pattern, flags

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        compiled = re.compile(self.pattern, self.flags)
        self.__dict__.update({method: getattr(compiled, method) for method in _METHODS})
        return getattr(compiled, name)


def deferred(pattern: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """`re.compile` at first use. Only for constants: a mistake in the pattern shows no earlier."""
    return cast("re.Pattern[AnyStr]", _Deferred(pattern, flags))
