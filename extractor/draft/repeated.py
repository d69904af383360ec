"""Parts repeated for each entity: a heading that names it, with free text or a list below.

In: pages, and their sentences. Out: `Part`s, each with a field for its content. A heading is a line
of its own that names one entity; no entity has it twice, and on some pages all entities have it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from extractor.engine.narrowest import read_cell
from extractor.model import Span

from .evidence import Seen
from .fields import Field, describe, unique_name
from .phrases import Phrase
from .sayings import ENDS
from .worded import listing

#: least number of pages that have a part
MIN_PAGES = 2

_BULLETS = "-*+•·"


class Part(NamedTuple):
    """A part: its heading, its field, and its style, `text` or `list`."""

    heading: Phrase
    field: Field
    style: str


def parts_of(
    pages: Sequence[Seen], said: list[Phrase], fields: dict[str, Field], locale: str | None
) -> list[Part]:
    """The parts, in the order of their headings. Their fields are added to `fields`; their
    headings, and sentences inside them, are removed from `said`."""
    found: list[Part] = []
    headings = [one for one in said if _is_heading(one, pages)]
    starts = _starts([one for one in said if one in headings or not _may_be_free(one)])
    for heading in headings:
        bodies = [body for body in _bodies(pages, heading, starts) if body.lines]
        if len({body.page for body in bodies}) < MIN_PAGES:
            continue
        taken = {one.name for one in fields.values()}
        one = Field(unique_name(heading.name, taken), [heading.plain.strip()])
        one.cells = [(body.page, body.entity, body.text(pages)) for body in bodies]
        describe([one], locale)
        texts = [text for _, _, text in one.cells]
        spec = listing(texts) if _are_lists(pages, bodies) else None
        if spec is not None:
            one.type = spec.type
            one.readings = [read_cell(spec, text) for text in texts]
        if not one.kind.words:
            continue
        fields[f"{heading.name}:"] = one
        inside = [(body.page, body.lines[0].start, body.lines[-1].end) for body in bodies]
        said[:] = [s for s in said if s is not heading and not _is_inside(s, inside)]
        found.append(Part(heading, one, "text" if spec is None else "list"))
    if found:  # pages without the headings may have the same free text
        said[:] = [one for one in said if not _may_be_free(one) or len(one.pages) == len(pages)]
    return found


def _may_be_free(one: Phrase) -> bool:
    """Whether a sentence may be free text: it states no value and names at most one entity."""
    return not one.stated and len(one.letters) < 2 and one.plain[-1:] in (".", "!", "?")


def _is_inside(one: Phrase, bodies: Sequence[tuple[int, int, int]]) -> bool:
    """Whether a sentence is inside the body of a part."""
    return any(
        [
            here.page == where and first <= here.span.start < last
            for here in one.said
            for where, first, last in bodies
        ]
    )


def _is_heading(one: Phrase, pages: Sequence[Seen]) -> bool:
    """Whether a sentence may be the heading of a part."""
    if len(one.letters) != 1 or one.stated or not one.words or len(one.pages) < MIN_PAGES:
        return False
    named: dict[int, list[int]] = {page: [] for page in one.pages}
    for here in one.said:
        if here.span not in pages[here.page].lines:
            return False
        named[here.page] += here.who
    whole = [len(who) == len(pages[page].titles) > 1 for page, who in named.items()]
    return all([len(who) == len(set(who)) for who in named.values()]) and sum(whole) >= MIN_PAGES


class Body(NamedTuple):
    """The lines below a heading."""

    page: int
    entity: int
    lines: list[Span]

    def text(self, pages: Sequence[Seen]) -> str:
        """Its lines."""
        return "\n".join([pages[self.page].text[slice(*line)] for line in self.lines])


def _bodies(
    pages: Sequence[Seen], heading: Phrase, starts: Mapping[int, set[int]]
) -> Iterator[Body]:
    """The lines below each heading, up to the next known sentence or table."""
    for here in heading.said:
        (entity,), page, span = here.who, here.page, here.span
        seen = pages[page]
        tables = [table.span.start for table in seen.tables if table.span.start > span.start]
        stop = min(tables, default=len(seen.text))
        lines: list[Span] = []
        for line in seen.lines:
            if span.end <= line.start < stop:
                if line.start in starts.get(page, ()):
                    break
                lines.append(line)
        yield Body(page, entity, lines)


def _starts(said: Sequence[Phrase]) -> dict[int, set[int]]:
    """Where known sentences begin, by page."""
    found: dict[int, set[int]] = {}
    for one in said:
        for here in one.said:
            starts = found.setdefault(here.page, set())
            if one.named:
                starts.add(here.span.start)
    return found


def _are_lists(pages: Sequence[Seen], bodies: Sequence[Body]) -> bool:
    """Whether lines are items: some first ones have bullets (further ones may begin with a dash by
    chance), or all end like sentences, and most are one."""
    marked, ends, several = False, [], 0
    for body in bodies:
        text = pages[body.page].text
        first = body.lines[0].start
        before = text[text.rfind("\n", 0, first) + 1 : first].strip()
        marked = marked or (before != "" and before in _BULLETS)
        ends += [text[line.end - 1] in ".!?" for line in body.lines]
        several += sum([ENDS.search(text, *line) is not None for line in body.lines])
    items = 2 * several <= len(ends) and any([len(body.lines) > 1 for body in bodies])
    return marked or (all(ends) and items)
