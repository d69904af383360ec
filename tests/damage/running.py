"""Runs spoilt pages through the engine."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from extractor import extract, grammars, load_grammar
from extractor.synthesis import LAYOUTS, Seeded, page
from extractor.synthesis.damage import DAMAGES, Silent, silent, spoil

from . import shapes


class Case(NamedTuple):
    """A spoilt page and what is silently wrong in its record."""

    name: str
    damage: str
    layout: str
    text: str
    silent: list[Silent]


def run(
    pages: int,
    seed: str,
    families: Sequence[str] | None = None,
    only: Sequence[str] | None = None,
    generic: bool = False,
    unknown: str | None = None,
) -> Iterator[Case]:
    """So many spoilt pages: families, layouts and damages in turn. `generic`: read without their
    grammar. `unknown`: see `extract`; fields that are no grammar's are not judged then."""
    known = [load_grammar(name) for name in families or grammars()]
    damages = [damage for damage in DAMAGES if not only or damage.name in only]
    if generic:
        damages = [damage for damage in damages if damage.name not in shapes.UNSEEN]
    for number in range(pages):
        turn, at = divmod(number, len(known))
        turn, layout = divmod(turn, len(LAYOUTS))
        damage = damages[turn % len(damages)]
        name = f"{seed}-{number}"
        made = page(known[at], Seeded(name), LAYOUTS[layout], name=name)
        spoilt = spoil(damage, made, Seeded(f"{name}:damage")) if made.text else None
        if spoilt is not None:
            if generic:
                wrong = shapes.silent(spoilt, extract(spoilt.text, "generic"), known[at])
            else:
                record = extract(spoilt.text, known[at], unknown=unknown)
                own = known[at].specs if record.family == known[at].family else ()
                wrong = [one for one in silent(spoilt, record) if one.field in own]
            yield Case(name, damage.name, LAYOUTS[layout], spoilt.text, wrong)


def table(tried: Mapping[tuple[str, str], int], wrong: Counter[tuple[str, str]]) -> str:
    """Silently wrong values by damage and layout, as Markdown."""
    damages = [damage.name for damage in DAMAGES if any(damage.name == d for d, _ in tried)]
    lines = [f"| damage | pages | {' | '.join(LAYOUTS)} | all |"]
    lines.append("| --- |" + " ---: |" * (len(LAYOUTS) + 2))
    for damage in damages:
        counts = [wrong[damage, layout] for layout in LAYOUTS]
        pages = sum(count for (name, _), count in tried.items() if name == damage)
        lines.append(f"| {damage} | {pages} | {' | '.join(map(str, counts))} | {sum(counts)} |")
    lines.append(f"| all | {sum(tried.values())} |{' |' * len(LAYOUTS)} {sum(wrong.values())} |")
    return "".join([f"{line}\n" for line in lines])
