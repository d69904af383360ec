"""Which of several conflicting values is wrong: the one with the least support on the page.

In: a dispute: values (and perhaps a sentence) that together break a rule. Out: a finding. A party's
support is the number of places that state it, plus the other rules that it satisfies and that its
repair for this dispute would break. A rule that the page breaks, and that one party's repair would
satisfy, supports the other parties. The party with the least support is the suspect; on a tie, the
finding says that nothing shows which is wrong.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from itertools import chain

from extractor.fields.base import Value
from extractor.model import Finding, Page
from extractor.rules.base import Constraint, Dispute, Key, Party, Quarrel, Tie
from extractor.rules.wording import mentions_of, spans_of, title

#: limit of rules asked per value; if hundreds of sentences compare one, the first few decide
ASKED = 64


def value_party(page: Page, entity: int, field: str, more: int = 0) -> Party:
    """A value as a party; `more` is support beyond the places that state it."""
    stated = {mention.place for mention in mentions_of(page, entity, field)}
    return Party(entity, field, tuple(spans_of(page, entity, field)), len(stated) + more)


class Court:
    """The demands of all rules on one page's values; decides which are wrong."""

    def __init__(
        self,
        page: Page,
        constraints: Mapping[str, Sequence[Constraint]],
        ties: Sequence[Callable[[Page], Iterable[Tie]]],
    ) -> None:
        self._page = page
        self._constraints = constraints
        self._sources = ties

    def verdict(self, one: Dispute | Quarrel) -> Finding:
        """The finding of a dispute or quarrel."""
        return self._judged(one) if isinstance(one, Dispute) else one.tell(self._borne_out(one))

    def _ties(self, key: Key) -> list[Tie]:
        """All ties of a value to others."""
        entity, field = key
        tied = [one for one in self._constraints.get(field, ()) if len(one.fields) > 1]
        return [one.tie(entity) for one in tied] + self._of_page.get(key, [])

    @cached_property
    def _of_page(self) -> dict[Key, list[Tie]]:
        """The ties from sentences and tables, by value; the first `ASKED` of each."""
        found: dict[Key, list[Tie]] = {}
        page = _filled(self._page)
        for tie in chain.from_iterable(ties(page) for ties in self._sources):
            for key in tie.keys:
                asked = found.setdefault(key, [])
                if len(asked) < ASKED:
                    asked.append(tie)
        return found

    def _known(self, tie: Tie, besides: Key | None = None) -> dict[Key, Value] | None:
        """The values of a tie; None if one of them, other than `besides`, is unknown."""
        known = {key: self._page.values[key[0]].get(key[1]) for key in tie.keys}
        lacking = [key for key, value in known.items() if value is None and key != besides]
        return None if lacking else known

    def _borne_out(self, quarrel: Quarrel) -> list[int]:
        counts = [0] * len(quarrel.values)
        for tie in self._ties(quarrel.key):
            known = self._known(tie, quarrel.key)
            if known is not None:
                holds = [
                    value is not None and tie.holds({**known, quarrel.key: value})
                    for value in quarrel.values
                ]
                if not all(holds):
                    counts = [count + fits for count, fits in zip(counts, holds, strict=True)]
        return counts

    def _judged(self, dispute: Dispute) -> Finding:
        parties = dispute.parties
        for_, against = [0] * len(parties), [0] * len(parties)
        for number, party in enumerate(parties):
            if not party.words:
                for_[number], against[number] = self._votes(
                    dispute.tie, (party.entity, party.field)
                )
        counts = [
            party.places + for_[number] + sum(against) - against[number]
            for number, party in enumerate(parties)
        ]
        fewest = min(counts)
        sure = counts.count(fewest) == 1
        suspect = parties[counts.index(fewest) if sure else 0]
        others = [party for party in parties if party is not suspect]
        verdict = self._counted(parties, counts) if sure else "nothing shows which is wrong"
        return dispute.code.finding(
            f"{dispute.message}; {verdict}",
            [*suspect.spans, *(span for party in others for span in party.spans)],
            title(self._page, suspect.entity),
            suspect.field,
        )

    def _votes(self, tie: Tie, key: Key) -> tuple[int, int]:
        """How many other rules support a value, and how many oppose it."""
        others = [other for other in self._ties(key) if other.name != tie.name]
        asking = [(other, there) for other in others if (there := self._known(other)) is not None]
        known = self._known(tie) if asking else None
        if known is None:
            return 0, 0
        asked = tie.repair(known, key)
        for_ = against = 0
        for other, there in asking:
            if other.holds(there):
                for_ += asked is not None and not other.holds({**there, key: asked})
            else:
                offered = other.repair(there, key)
                against += (asked is not None and other.holds({**there, key: asked})) or (
                    offered is not None and tie.holds({**known, key: offered})
                )
        return for_, against

    def _counted(self, parties: Sequence[Party], counts: Sequence[int]) -> str:
        """`4 places support price, 1 supports price_range`."""
        alike = len({party.entity for party in parties}) == 1
        parts: list[str] = []
        for party, count in sorted(zip(parties, counts, strict=True), key=lambda one: -one[1]):
            name = party.field if alike else f"{party.field} of {title(self._page, party.entity)}"
            noun = "" if parts else " place" if count == 1 else " places"
            verb = "support" if count > 1 else "supports"
            parts.append(f"{count or 'none'}{noun} {verb} {party.words or name}")
        return ", ".join(parts)


def _filled(page: Page) -> Page:
    """The page with unsettled fields set to the first value that it states."""
    if not page.disputed:
        return page
    values = [{**one} for one in page.values]
    for entity, field in page.disputed:
        values[entity][field] = page.mentions[entity, field][0].value
    return replace(page, values=values)
