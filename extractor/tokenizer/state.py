"""The state of markdown-it's block rules, built in a few passes over all lines at once.

Separate from `blocks` because few pages need markdown-it: importing this module imports it.
"""

from __future__ import annotations

from itertools import accumulate
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock


class Lines(StateBlock):
    """The parser state of a text; `env` is described in `blocks`."""

    def __init__(self, text: str, parser: MarkdownIt, env: dict[str, Any]) -> None:
        lines = text.split("\n")
        if not lines[-1]:
            lines.pop()
        starts = list(accumulate([len(line) + 1 for line in lines], initial=0))
        self.src, self.md, self.env, self.tokens = text, parser, env, []
        self.bMarks = starts
        self.eMarks = [start - 1 for start in starts[1:]]
        starts[-1] = len(text)
        self.eMarks.append(len(text))
        self.tShift = [0] * len(starts)
        if "\n " in text or "\n\t" in text or text.startswith((" ", "\t")):
            self.tShift[:-1] = [len(line) - len(line.lstrip(" \t")) for line in lines]
        self.sCount = self.tShift
        self.bsCount = [0] * len(starts)
        self.blkIndent = self.line = self.level = 0
        self.lineMax = len(lines)
        self.tight = False
        self.ddIndent = self.listIndent = -1
        self.parentType = "root"
        self._code_enabled = False
        env["lines"] = lines
