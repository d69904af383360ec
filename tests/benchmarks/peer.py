"""The peer: ttp, a template parser, reading the cells of the same tables as bare strings.

One group a table, a line a row, two names a line: no titles, types, spans, prose or checks.
"""

from __future__ import annotations

from typing import Any

from extractor import Grammar


def template(grammar: Grammar) -> str:
    """A ttp template with a group for each table of a grammar that compares two entities."""
    groups = []
    for table in grammar.tables:
        rows = [
            f"| {table.spellings[name][0]} | {{{{ {name}_x | ORPHRASE }}}} |"
            f" {{{{ {name}_y | ORPHRASE }}}} |"
            for name in table.fields
        ]
        groups.append("\n".join([f'<group name="{table.name}">', *rows, "</group>"]))
    return "\n".join(groups)


class Peer:
    """A ttp parser, made once, that reads page after page."""

    def __init__(self, grammar: Grammar) -> None:
        from ttp import ttp

        self._parser = ttp(template=template(grammar), log_level="ERROR")

    def read(self, page: str) -> dict[str, dict[str, str]]:
        """The cells of a page: table to name to text."""
        self._parser.clear_input()
        self._parser.add_input(page)
        self._parser.parse(one=True)
        found: dict[str, Any] = self._parser.result()[0][0]
        self._parser.clear_result()
        return found
