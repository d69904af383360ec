"""Pages with one planted change of their template, and the cause that `why` must name.

The page is written with a grammar that was changed in one place, or its parts are put in another
order; it is then read with the grammar as it is.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import asdict, replace
from typing import Any, NamedTuple

from extractor.grammar import Grammar, GrammarFile, compile_grammar
from extractor.synthesis import Look, Seeded, Sheet, look, outline, sheet, truth
from extractor.synthesis.layouts import write
from extractor.synthesis.parts import Grid, Paragraph


class Planted(NamedTuple):
    """A page, the kind of change, and the names of the causes that are true."""

    kind: str
    layout: str
    text: str
    cause: str
    names: tuple[str, ...]
    what: str


#: words that take the place of a template's own
WORDS = (
    *("generally", "roughly", "people", "shown", "compared", "several", "yearly", "earn", "given"),
    *("offers", "among", "further", "mostly", "report", "figures", "major", "called", "instead"),
)
#: what may be written in front of or in place of a label
LABELS = (
    *("Typical {0}", "{0} today", "{0} (US)", "Overall {0}", "{0} of workers", "{0}, latest"),
    *("Our {0}", "{0} estimate"),
)
#: other names of labels, by the words in them
RENAMED = {
    "salary": "pay", "rate": "level", "number": "count", "jobs": "openings", "common": "frequent",
    "degree": "diploma", "average": "mean", "age": "years of life", "experience": "work history",
    "satisfaction": "happiness", "hourly": "per-hour", "yearly": "annual", "growth": "outlook",
    "highest": "top", "best": "top", "paying": "earning", "city": "town", "state": "region",
    "company": "employer", "industry": "sector", "major": "subject", "college": "university",
    "gender": "sex", "race": "ethnic", "ratio": "split", "percentage": "share", "range": "span",
}  # fmt: skip
MARKS = (
    *("n/a", "N/A", "–", "—", "none", "?", "unknown", "not available", "tbd", "..", "*"),
    *("not reported", "no figure", "(blank)", "withheld"),
)


def _made(grammar: Grammar, seed: str, layout: str) -> tuple[Sheet, Look]:
    chooser = Seeded(seed)
    stated = truth(grammar, chooser)
    how = look(chooser, layout)
    return sheet(grammar, stated, replace(outline(chooser, grammar), empties=False), chooser), how


def _changed(grammar: Grammar, change: Callable[[dict[str, Any]], None]) -> Grammar:
    whole = asdict(grammar.file)
    change(whole)
    return compile_grammar(GrammarFile.validated(whole))


def _patterns(section: dict[str, Any]) -> list[tuple[str, Any, Any]]:
    """All patterns of a section: the cause's name, the table that holds them, the key."""
    name = section["name"]
    found = [(f"sentence:{key}", section["sentences"], key) for key in section["sentences"]]
    if section["heading"]:
        found.append((f"heading:{name}", section, "heading"))
    return found


def word(grammar: Grammar, seed: str, layout: str) -> Planted | None:
    """One word of a sentence or heading is another one."""
    chooser = Seeded(seed + "w")
    whole = asdict(grammar.file)
    name, home, key = chooser.choice([p for s in whole["sections"] for p in _patterns(s)])
    old = home[key]
    which = chooser.integer(0, len(old) - 1) if isinstance(old, list) else 0
    pattern = old[which] if isinstance(old, list) else old
    bare = re.sub(r"\{[^}]*\}|\([^)]*\)", lambda m: " " * len(m.group()), pattern)
    found = [m for m in re.finditer(r"(?<![\w])[A-Za-z]{4,}(?!\w)", bare)]
    if not found:
        return None
    match, new = chooser.choice(found), chooser.choice(WORDS)
    changed = pattern[: match.start()] + new + pattern[match.end() :]
    home[key] = [*old[:which], changed, *old[which + 1 :]] if isinstance(old, list) else changed
    made, how = _made(compile_grammar(GrammarFile.validated(whole)), seed, layout)
    text = write(made, how)
    if text is None or not re.search(rf"\b{new}\b", text):
        return None
    if new in (write(*_made(grammar, seed, layout)) or new):
        return None
    return Planted("word swapped", layout, text, "reworded", (name,), f"{match.group()}→{new}")


def label(grammar: Grammar, seed: str, layout: str) -> Planted | None:
    """One row of one table has another label."""
    chooser = Seeded(seed + "l")
    whole = asdict(grammar.file)
    section = chooser.choice([s for s in whole["sections"] if s["table"]])
    field = chooser.choice(list(section["table"]))
    old = section["table"][field]
    if chooser.integer(0, 1):
        words = [RENAMED.get(w.casefold(), w) for w in old.split()]
        new = " ".join(words)
        new = new[0].upper() + new[1:]
    else:
        new = chooser.choice(LABELS).format(old.lower())
    if new == old:
        return None
    section["table"][field] = new
    made, how = _made(compile_grammar(GrammarFile.validated(whole)), seed, layout)
    text = write(made, how)
    if text is None or not any(
        strip.label == new for part in made.parts if isinstance(part, Grid) for strip in part.strips
    ):
        return None
    name = f"table:{section['name']}.{field}"
    return Planted("label renamed", layout, text, "label", (name,), f"{old}→{new}")


def dropped(grammar: Grammar, seed: str, layout: str) -> Planted | None:
    """One sentence is gone."""
    chooser = Seeded(seed + "d")
    made, how = _made(grammar, seed, layout)
    names = [(s.name, n) for s in grammar.file.sections for n in s.sentences]
    _, name = chooser.choice(names)
    phrases = [p for p in grammar.phrases if p.name == name and p.kind == "sentence"]
    parts, gone = [], 0
    for part in made.parts:
        if isinstance(part, Paragraph):
            left = tuple(t for t in part.told if not any(_is(p, t.text) for p in phrases))
            gone += len(part.told) - len(left)
            part = Paragraph(left)
            if not left:
                continue
        parts.append(part)
    text = write(replace(made, parts=tuple(parts)), how)
    if not gone or text is None:
        return None
    return Planted("sentence dropped", layout, text, "missing", (f"sentence:{name}",), name)


def _is(phrase: Any, text: str) -> bool:
    return " ".join(phrase.matcher.anchor.split()) in text


def moved(grammar: Grammar, seed: str, layout: str) -> Planted | None:
    """One table stands elsewhere."""
    chooser = Seeded(seed + "m")
    made, how = _made(grammar, seed, layout)
    parts = list(made.parts)
    tables = {n: part for n, part in enumerate(parts) if isinstance(part, Grid)}
    if len(tables) < 2:
        return None
    at, to = chooser.choice([*tables]), chooser.choice([*tables])
    if at == to:
        return None
    name = tables[at].name
    part = parts.pop(at)
    parts.insert(to, part)
    text = write(replace(made, parts=tuple(parts)), how)
    if text is None:
        return None
    return Planted("table moved", layout, text, "moved", (f"table:{name}",), f"{at}→{to}")


def swapped(grammar: Grammar, seed: str, layout: str) -> Planted | None:
    """The columns of one table, or of all, stand in another order."""
    chooser = Seeded(seed + "s")
    made, how = _made(grammar, seed, layout)
    tables = {n: part for n, part in enumerate(made.parts) if isinstance(part, Grid)}
    if len(tables) < 3:
        return None
    chosen = [*tables] if not chooser.integer(0, 3) else [chooser.choice([*tables])]
    parts = [_turned(tables[n]) if n in chosen else p for n, p in enumerate(made.parts)]
    names = tuple(f"table:{tables[n].name}" for n in chosen)
    text = write(replace(made, parts=tuple(parts)), how)
    if text is None:
        return None
    return Planted("column order swapped", layout, text, "swapped", names, str(names))


def _turned(grid: Grid) -> Grid:
    strips = tuple(s._replace(boxes=s.boxes[::-1]) for s in grid.strips)
    return grid._replace(titles=grid.titles[::-1], strips=strips)


def mark(grammar: Grammar, seed: str, layout: str) -> Planted | None:
    """Another mark stands for a missing value."""
    chooser = Seeded(seed + "k")
    new = chooser.choice(MARKS)
    other = _changed(grammar, lambda whole: whole.update(missing=[new]))
    made, how = _made(other, seed, layout)
    text = write(made, how)
    boxes = [b for p in made.parts if isinstance(p, Grid) for s in p.strips for b in s.boxes]
    if text is None or not any(box.text == new for box in boxes):
        return None
    return Planted("missing mark changed", layout, text, "mark", (new,), new)


KINDS: Sequence[Callable[[Grammar, str, str], Planted | None]] = (
    word,
    label,
    dropped,
    moved,
    swapped,
    mark,
)
