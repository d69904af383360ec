"""The first cause why a page is not read, in the reader's terms.

In: a page without any value or name that a grammar reads. Out: a line that says what was found, and
what is missing first: labels, names, or readable cells.
"""

from __future__ import annotations

from extractor.engine.frames.pairs import holds_pairs
from extractor.engine.headed import plan_of
from extractor.engine.known import known_tables, width
from extractor.engine.titles import find_titles
from extractor.grammar import Grammar, label_key
from extractor.rules.wording import listing, short
from extractor.tokenizer.blocks import tables as bordered
from extractor.tokenizer.view import view

#: most labels in the line
NAMED = 3


def first_cause(source: str, grammar: Grammar) -> str:
    """What is missing first."""
    text = view(source).text
    found = dict.fromkeys(label_key(match.group()) for match in grammar.labels.finditer(text))
    fields = {plan.labels[label] for label in found for plan in grammar.plans[label]}
    if not fields:
        spelt = [label for plan in grammar.tables for label, *_ in plan.spellings.values()]
        named = f" (such as {listing(list(map(short, spelt[:NAMED])), 'or')})" if spelt else ""
        return f"the page has no label of the grammar{named}"
    labels = f"{len(fields)} {'label' if len(fields) == 1 else 'labels'} found"
    if grammar.relational:
        return f"{labels}; {_headless(grammar, text)}"
    tables = known_tables(grammar, text)
    titles = find_titles(grammar, text, tables)
    if titles.names and not titles.unnamed:
        return f"{labels}; names: {listing(list(map(short, titles.names)), 'and')}; no cell is read"
    held = [one.table.layout == "paired" for one in tables]
    if any(held) or any([holds_pairs(text, one) for one in bordered(text, grammar.labels)]):
        return (
            f"{labels}; no names: its cells hold several values each, and no line says `A vs B`, "
            "which would tell whose come first"
        )
    headers = [one.titles for one in tables if one.titles]
    if headers:
        shown = listing([short(title) or "nothing" for title in headers[0]], "and")
        wide = width([row for _, row in tables[0].rows])
        least, most = grammar.entities
        wanted = f"{least}" if least == most else f"{least} to {most}"
        return (
            f"{labels}; no names: the header row has {len(headers[0])} ({shown}) above {wide} "
            f"{'cell' if wide == 1 else 'cells'} per row; the grammar needs {wanted} entities"
        )
    table = "the table has no header row" if tables else "no line above the labels has them"
    spoken = _spoken(grammar, text)
    todo = "" if tables or grammar.file.titles or "{x:a}" in spoken else _LISTED
    return f"{labels}; no names: {table} and {spoken}{todo}"


#: what to do if nothing else shows names
_LISTED = "; a vocabulary of names, which the key `titles` names, would show where each ends"


def _headless(grammar: Grammar, text: str) -> str:
    """Why no row is read below labels of columns."""
    runs: list[list[str]] = [[]]
    end = 0
    for match in grammar.labels.finditer(text):
        if text[end : match.start()].strip():
            runs.append([])
        runs[-1].append(label_key(match.group()))
        end = match.end()
    longest = max(runs, key=len)
    plan = plan_of(grammar, longest)
    first = next(iter(plan.spellings)) if plan else ""
    if plan is None or plan.labels.get(longest[0]) == first:
        return "no row below them is read"
    return (
        f"no row below them is read: the header lacks {first}, the first column of {plan.name}; "
        "without borders, it counts as cut off, so list another one first, or give such tables a "
        "section of their own"
    )


def _spoken(grammar: Grammar, text: str) -> str:
    """The sentences that would name the entities but are not on the page, or do not name them."""
    flat = text.replace("\n", " ")
    spoken = [p for p in grammar.phrases if len({slot.name for _, slot in p.matcher.entities}) > 1]
    naming = [one.text for one in spoken if not all([word in flat for word in one.matcher.fixed])]
    if len(naming) < len(spoken):
        return (
            "no line says `A vs B`; sentences name entities for sure only in slots with an "
            "article, such as {x:a}"
        )
    if not naming:
        return "no line says `A vs B`"
    more = f" ({len(naming)} patterns)" if len(naming) > 1 else ""
    return f"no line says `A vs B` or {short(naming[0])}{more}"
