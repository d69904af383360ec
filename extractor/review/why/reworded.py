"""Reworded sentences and headings.

In: the unread text of a page. Out: a cause for each sentence of it that is near a pattern of the
grammar, with the pattern changed where the two differ.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from extractor.deferred import deferred
from extractor.grammar import Grammar, LinePhrase, Phrase
from extractor.grammar.nearness import (
    Difference,
    Nearness,
    Seen,
    Wording,
    nearest,
    ranked,
    spelt,
    wording,
)
from extractor.model import Span
from extractor.review.why.evidence import Cause, Change, Evidence, added
from extractor.review.why.trial import changed

#: least score of a rewording
NEAR = 0.4
#: the same for a text that was read as a field's free text
TAKEN = 0.7
#: most patterns ranked for one text
TRIED = 5
#: longest text that may be a sentence, in characters
LONGEST = 900

#: a few words before a figure, and its sign
_WORDS = deferred(r"(?:\s+[^\W\d_]+){1,3}(?=\s+[^\w\s]{0,2}\d)")
_SIGN = deferred(r"\s*[^\w\s]+\Z")

Spoken = Phrase | LinePhrase


def reworded(evidence: Evidence) -> Iterator[Cause]:
    """The causes, one for each text; the nearest one if texts overlap."""
    found: list[tuple[Cause, Span]] = []
    unread = [*evidence.loose, *evidence.sentences]
    for spans, least in ((unread, NEAR), (evidence.free, TAKEN)):
        for span in spans:
            if 2 < span.end - span.start <= LONGEST and (cause := _cause(evidence, span, least)):
                found.append((cause, span))
    found.sort(key=lambda one: (-one[0].score, one[1]))
    taken: list[Span] = []
    for cause, span in found:
        if not any(s.start < span.end and span.start < s.end for s in taken):
            taken.append(span)
            yield cause


def _cause(evidence: Evidence, span: Span, least: float) -> Cause | None:
    text = evidence.flat[span.start : span.end]
    near = ranked(_spelt_out(evidence.grammar), Seen(text), NEAR)[:TRIED]
    scored = [(_rank(evidence, phrase, one, span), phrase, known) for one, phrase, known in near]
    if not scored:
        return None
    rank, phrase, known = max(scored, key=lambda one: one[0])
    nearness = nearest(known, text)
    if nearness.score < least or nearness.score == 1.0 or not nearness.differences:
        return None
    first, last = nearness.differences[0], nearness.differences[-1]
    where = Span(span.start + first.start, span.start + max(last.end, first.start))
    stands = evidence.source[where.start : where.end]
    expected = " … ".join(
        spelt(phrase.pattern, one.expected) for one in nearness.differences if one.expected
    )
    changes = tuple(_changes(evidence, phrase, nearness, text))
    named = phrase.kind in ("sentence", "line")
    kind = phrase.kind if named else "heading"
    name = phrase.name if named else evidence.grammar.file.sections[phrase.section].name
    return Cause("reworded", f"{kind}:{name}", rank, where, expected, stands, changes)


@lru_cache(maxsize=64)
def _spelt_out(grammar: Grammar) -> tuple[tuple[Spoken, Wording], ...]:
    """The wordings of a grammar's patterns."""
    return tuple([(phrase, wording(phrase.pattern)) for phrase in grammar.spoken])


def _rank(evidence: Evidence, phrase: Spoken, near: float, span: Span) -> float:
    """How likely a text this near is a phrase: less if the phrase is on the page already, more if
    its section continues right after the text."""
    if phrase.kind == "sentence":
        near -= 0.15 * evidence.stated(phrase.name)
    elif phrase.kind != "line":  # a line pattern may match any number of lines
        near -= 0.15 * any(phrase is there for there, _ in evidence.phrases)
    sections = {section.name: n for n, section in enumerate(evidence.grammar.file.sections)}
    found = [(at, phrase.section) for phrase, at in evidence.phrases]
    found += [(table.span, sections[table.name]) for table in evidence.page.tables]
    after = min([one for one in found if one[0].start >= span.end], default=None)
    return near + 0.1 * (after is not None and after[1] == phrase.section)


def _changes(evidence: Evidence, phrase: Spoken, nearness: Nearness, text: str) -> Iterator[Change]:
    """The smallest change that reads the text: words in the lists of synonyms, alternatives in the
    pattern, else another spelling. None if a figure differs: it is a value, which needs a slot."""
    if any([_is_figure(one, text) for one in nearness.differences]):
        return
    section = evidence.grammar.file.sections[phrase.section].name
    homes = {"sentence": f"sentences.{phrase.name}", "line": f"lines.{phrase.name}"}
    part = homes.get(phrase.kind, "each.heading" if phrase.kind == "each" else "heading")
    plain = nearness.differences
    whole = tuple([_to_figure(one, text) for one in plain])
    ways = [(plain, False, True), (whole, False, True), (plain, False, False), (plain, True, False)]
    for differences, instead, reads in ways:
        pattern, lists = phrase.text, dict[str, Change]()
        for one in differences:
            stands = text[one.start : one.end]
            listed = _listed(evidence.grammar, phrase, one, text)
            if listed is None:
                pattern = _changed(pattern, one, stands, instead)
            elif listed[0] not in lists:  # one at a time
                name, new = listed
                lists[name] = added(evidence.grammar.file, f"synonyms.{name}", new)
        old = None if instead else phrase.text
        change = added(evidence.grammar.file, f"sections.{section}.{part}", pattern, old)
        changes = [*lists.values(), *([change] if pattern != phrase.text else [])]
        grammar = changed(evidence.grammar, changes) if changes else None
        if grammar and (not reads or _reads(grammar, phrase, text)):
            yield from changes
            return


def _to_figure(one: Difference, text: str) -> Difference:
    """The difference with the words up to a figure right after it, and without the figure's sign: a
    slot also takes words, though `is priced at` means `costs`."""
    if not one.expected or one.after or one.start == one.end:
        return one
    words, sign = _WORDS.match(text, one.end), _SIGN.search(text, one.start, one.end)
    end = words.end() if words else one.end
    return one._replace(end=sign.start() if sign and text[one.end : one.end + 1].isdigit() else end)


def _reads(grammar: Grammar, phrase: Spoken, text: str) -> bool:
    """Whether a grammar's phrase of the same name reads a text in which names are masked."""
    named = [one for one in grammar.spoken if isinstance(one, Phrase) and one.name == phrase.name]
    found = [(one, one.matcher.masked.search(text)) for one in named]
    return any(
        [
            match
            and all(
                [
                    grammar.readers[v.field](match[n]).usable
                    for n, v in one.matcher.values
                    if match[n]
                ]
            )
            for one, match in found
        ]
    )


def _listed(grammar: Grammar, phrase: Spoken, one: Difference, text: str) -> tuple[str, str] | None:
    """The list of synonyms with a member that has the expected words, if the pattern uses it, and
    that member with the words of the text; None if the text does not have it, or in doubt."""
    words, stands = spelt(phrase.pattern, one.expected), text[one.start : one.end]
    place = re.compile(rf"(?<!\w){re.escape(words)}(?!\w)")
    lists = [(n, of) for n, of in grammar.file.synonyms.items() if f"<{n}>" in phrase.text]
    ways = {
        (name, " ".join(place.sub(lambda _: stands, member).split()))
        for name, of in lists
        for member in of
        if words and place.sub("", member) + stands and place.search(member)
    }
    found = [way for way in sorted(ways) if _stands(way[1], text, one)]
    return found[0] if len(found) == 1 else None


def _stands(member: str, text: str, one: Difference) -> bool:
    """Whether a text has these words where it differs."""
    places = re.finditer(re.escape(member), text)
    return any([place.start() <= one.start <= place.end() for place in places])


def _is_figure(one: Difference, text: str) -> bool:
    """Whether a text has digits where a pattern has others."""
    both = "".join(one.expected), text[one.start : one.end]
    return all([any(map(str.isdigit, side)) for side in both])


def _changed(pattern: str, one: Difference, stands: str, instead: bool) -> str:
    """The pattern with other words, `instead` of its own or as alternatives: `(typically|usually)`,
    or `[typically ]` for an added or missing word."""
    new = re.sub(r"([\[\](){}|\\])", r"\\\1", stands)
    start, end = _find(pattern, one)
    if start < 0:
        return pattern
    if not one.expected:
        put = f"{new} " if instead else f"[{new} ]"
    elif new:
        put = new if instead else f"({pattern[start:end]}|{new})"
    else:
        end += pattern[end : end + 1] == " "
        put = "" if instead else f"[{pattern[start:end]}]"
    return pattern[:start] + put + pattern[end:]


def _find(pattern: str, one: Difference) -> tuple[int, int]:
    """Where a pattern's text has the expected words, -1 if unclear. If none are expected, the place
    before the next word."""
    if not one.expected and not one.after:
        return -1, -1
    middle = r"\s*".join(re.escape(word) for word in one.expected)
    for before, after in ((one.before, one.after), (one.before, ""), ("", one.after), ("", "")):
        lead = re.escape(before) + r"[\])]?\s*" if before else r"(?<![\w{.])"
        tail = r"(?=\s*[\[(]?" + re.escape(after) + ")" if after else r"(?![\w}])"
        found = list(re.finditer(f"{lead}({middle}){tail}", pattern))
        if len(found) == 1 and (one.expected or after):
            return found[0].span(1)
    return -1, -1
