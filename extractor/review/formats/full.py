"""`full`: each finding with its source lines, the exact span underlined.

AGR001 mentions-disagree (error): pay of Roofer is $37,549 in prose:pay, but …
  --> page:3:41
   3 | … has an average salary of $37,549, which is …
     |                            ^^^^^^^
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from extractor.review.formats.base import Format
from extractor.review.remark import Place, Remark
from extractor.review.terminal import printable
from extractor.rules import find


class Full(Format):
    """Findings in their source, for people."""

    name = "full"

    def document(self, document: str, remarks: Iterable[Remark]) -> Iterator[bytes]:
        """Each remark with all its places, followed by a blank line."""
        for remark in remarks:
            yield "\n".join([*self._lines(remark), "", ""]).encode("utf-8")

    def _lines(self, remark: Remark) -> Iterator[str]:
        finding = remark.finding
        code = find(finding.code)
        name = f"{finding.code} {code.name} ({finding.severity})" if code else finding.code
        yield f"{self.paint(finding.severity, name)}: {printable(finding.message)}"
        for place in remark.places:
            yield from self._place(place)
        more = len(finding.spans) - len(remark.places)
        if more > 0:
            yield f"  and {more} more {'place' if more == 1 else 'places'}"

    def _place(self, place: Place) -> Iterator[str]:
        where = f"{place.document}:{place.line}:{place.column}"
        yield f"  {self.paint('mark', '-->')} {self.paint('place', printable(where))}"
        if not place.text:
            return
        start, end = place.marked
        before, marked = printable(place.text[:start]), printable(place.text[start:end])
        number = f"{place.line:>5}"
        bar = self.paint("mark", "|")
        yield f"{self.paint('mark', number)} {bar} {printable(place.text)}"
        line = "^" * (len(marked) or 1)
        yield f"{' ' * len(number)} {bar} {' ' * len(before)}{self.paint('mark', line)}"


FORMAT = Full
