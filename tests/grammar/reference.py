"""Writes what is generated in grammars/: tables of README.md, grammar.schema.json, index.json.

    python -m tests.grammar.reference

test_reference.py fails while they are not what this writes.
"""

from __future__ import annotations

import json
from pathlib import Path

from extractor import grammars, load_grammar
from extractor.dumps import clue_index
from extractor.engine.candidates import needed
from extractor.engine.signs import signs_of
from extractor.grammar import index
from extractor.grammar.reference import PARTS, editor_schema

FOLDER = Path(__file__).resolve().parents[2] / "grammars"
README, SCHEMA = FOLDER / "README.md", FOLDER / "grammar.schema.json"
INDEX = FOLDER / index.FILE


def readme(text: str) -> str:
    """The README with its generated parts as they are now."""
    for name, write in PARTS.items():
        begins, ends = f"<!-- {name} -->\n", f"<!-- /{name} -->"
        assert text.count(begins) == text.count(ends) == 1
        before, _, rest = text.partition(begins)
        _, _, after = rest.partition(ends)
        text = f"{before}{begins}\n{write()}\n\n{ends}{after}"
    return text


def schema() -> str:
    """The JSON Schema as text."""
    return json.dumps(editor_schema(), indent=2, ensure_ascii=False) + "\n"


def entries() -> str:
    """The index of the bundled grammars as text, a line each."""
    known = {
        family: index.Entry(
            crc32=index.checksum(family),
            clues=clue_index.written(family),
            signs={word: [*sign] for word, sign in sorted(signs_of(load_grammar(family)).items())},
            need=needed(load_grammar(family)),
        )
        for family in grammars()
    }
    lines = [f'"{family}": {json.dumps(entry)}' for family, entry in known.items()]
    return "{\n" + ",\n".join(lines) + "\n}\n"


if __name__ == "__main__":
    README.write_text(readme(README.read_text("utf-8")), "utf-8")
    SCHEMA.write_text(schema(), "utf-8")
    INDEX.write_text(entries(), "utf-8")
