"""`residue`: no text of a page is ignored silently.

In: the page's residue; the troubles `UnknownRowLabel`, `OtherWording`, `SearchStopped` and
`SeveralPages`. Out: a finding for each trouble, and one for each span of residue that no trouble
covers: a reworded sentence of the grammar if it is similar to one, else unread text.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from typing import NamedTuple

from extractor.model import Finding, Page, Span
from extractor.rules.base import Code, Compiled, Kind, Setting
from extractor.rules.likely import Sentences, likeliest_rows
from extractor.rules.wording import listing, short, speaker, subject, told
from extractor.troubles import OtherWording, SearchStopped, SeveralPages, UnknownRowLabel

LABEL = Code(
    "RES001",
    "unknown-row-label",
    "warning",
    checks="The label of every row of a known table is one that the grammar lists.",
    matters="A site that renames a row does so on every page; the row's values are not in the"
    " record.",
    example="A kettle table's row used to be called Power: 'unknown row label in table:overview:"
    " Wattage; the row Power is missing'.",
    settle="Add the label to the table's row in the grammar, or a field if the row is new.",
)
SENTENCE = Code(
    "RES002",
    "unread-sentence",
    "warning",
    checks="Where the grammar expects a sentence, one of its patterns reads what the page has.",
    matters="A reworded sentence hides its values: the record lacks them, and nothing else shows"
    " it.",
    example="'no pattern reads: A red kettle will set you back $39.; nearest is prose:opening'.",
    settle="Add the wording to the sentence in the grammar, with `[…]` for what may be missing and"
    " `(…|…)` for what varies.",
)
TEXT = Code(
    "RES003",
    "unread-text",
    "info",
    checks="Every stretch of the page is a value, boilerplate, or prose of a known place.",
    matters="Unread text may be navigation, or a new part of the page with values in it.",
    example="'unread text: Free delivery on all kettles'.",
    settle="Add it to `boilerplate` if it is not content; otherwise give it a section.",
)
STOPPED = Code(
    "RES004",
    "search-stopped",
    "warning",
    checks="The page is searched for every sentence of the grammar.",
    matters="A pattern whose words are all over a page, but never match, could take hours; the"
    " search stops before that, and what it did not reach is not in the record.",
    example="'the search for sentences was stopped: the words of a pattern occur in too many"
    " places'.",
    settle="Give the pattern more words that occur nowhere else. The document may also not be a"
    " page at all.",
)
WORDING = Code(
    "RES005",
    "other-wording",
    "warning",
    checks="The words around a sentence's values are those that the grammar lists.",
    matters="Where a list of synonyms has `…`, other words may stand; they may change what a value"
    " means.",
    example="A list has has, weighs and `…`: 'weight of Ada 1 is read after words that the grammar"
    " does not list: tips the scales at'.",
    settle="Add the words to the list of synonyms if they mean the same; if none may be new, take"
    " the `…` out.",
)
FAMILY = Code(
    "DOC001",
    "unknown-family",
    "error",
    checks="A grammar reads the document.",
    matters="No grammar describes such documents, or too little of this one is left.",
    example="'no grammar reads this document'.",
    settle="`extractor why FILE` shows which grammar comes nearest and where it fails. Otherwise"
    " write a grammar for the family, or leave such documents out.",
)


PAGES = Code(
    "DOC002",
    "several-pages",
    "warning",
    checks="A document holds one page.",
    matters="Two pages in one document look like one, but the second is about other entities.",
    example="'the document holds more than one page: The differences between …'.",
    settle="Only one of the pages is read. If a tool joined them, split such documents first.",
)


#: troubles of a page with a hint, at most: each takes as long as a small page
HINTED = 60


def _label(page: Page, trouble: UnknownRowLabel, setting: Setting) -> Finding:
    where, part = trouble
    early = any([one is trouble for one in page.troubles[:HINTED]])
    rows = likeliest_rows(page, where, setting) if early else []
    likely = f"; the {part} {listing(rows, 'or')} is missing" if rows else ""
    text = f": {short(where.text)}" if where.text.strip() else ""
    message = f"unknown {part} label in {where.place}{text}{likely}"
    return told(LABEL, message, page, where)


def _reworded(page: Page, trouble: OtherWording) -> str:
    where, words = trouble
    what = subject(page, where.entity, where.field)
    return f"{what} is read beside words that the grammar does not list: {short(words)}"


def _stopped(page: Page, trouble: SearchStopped) -> str:
    return "the search for sentences was stopped: the words of a pattern occur in too many places"


def _several(page: Page, trouble: SeveralPages) -> str:
    return f"the document holds more than one page: {short(trouble.where.text) or 'an empty text'}"


def unknown_family(length: int) -> Finding:
    """The only finding of a document that no grammar reads, `length` characters long."""
    return FAMILY.finding("no grammar reads this document", [Span(0, length)])


class Residue(NamedTuple):
    """The sentences of a grammar, to recognise reworded ones."""

    sentences: Sentences

    def check(self, page: Page) -> Iterator[Finding]:
        """A finding for each span that no trouble covers."""
        if not page.residue:
            return
        uncovered = _uncovered(page)
        unread = self.sentences.among(page, uncovered)
        nears = [near.span for near in unread]
        for near in unread:
            text = short(page.text(near.span).strip())
            yield SENTENCE.finding(f"no pattern reads: {text}; {near.words}", [near.span])
        for span in uncovered:
            if nears and any([one.start < span.end and span.start < one.end for one in nears]):
                continue
            text = short(page.text(span).strip())
            if text:
                yield TEXT.finding(f"unread text: {text}", [span])


def _uncovered(page: Page) -> list[Span]:
    """The residue that no trouble covers."""
    if not page.troubles:
        return page.residue
    covered = sorted(span for one in page.troubles for span in one.where.spans)
    starts = [span.start for span in covered]
    reach = _reach(covered)
    found = []
    for span in page.residue:
        before = bisect_right(starts, span.end - 1)
        if not (before and reach[before - 1] > span.start):
            found.append(span)
    return found


def _reach(spans: list[Span]) -> list[int]:
    """The running maximum of the spans' ends."""
    furthest, reach = 0, []
    for span in spans:
        furthest = max(furthest, span.end)
        reach.append(furthest)
    return reach


def _build(setting: Setting) -> Compiled:
    return Compiled((Residue(Sentences.of(setting.file)).check,))


KIND = Kind(
    "residue",
    (LABEL, SENTENCE, TEXT, STOPPED, WORDING, FAMILY, PAGES),
    _build,
    {
        UnknownRowLabel: _label,
        OtherWording: speaker(WORDING, _reworded),
        SearchStopped: speaker(STOPPED, _stopped),
        SeveralPages: speaker(PAGES, _several),
    },
)
