"""`github`: workflow commands, which GitHub shows as annotations on lines."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from extractor.review.formats.base import Format
from extractor.review.remark import Remark
from extractor.review.terminal import printable

#: GitHub's name of each severity
LEVELS = {"error": "error", "warning": "warning", "info": "notice"}


class GitHub(Format):
    """One command per finding. A document that is one line of a file is shown at that line."""

    name = "github"

    def document(self, document: str, remarks: Iterable[Remark]) -> Iterator[bytes]:
        """A command for each remark."""
        for remark in remarks:
            finding, first = remark.finding, remark.places[0]
            if remark.row is None:
                # columns are allowed only for a span within one line
                place = f"line={first.line},endLine={first.end_line}"
                if first.line == first.end_line:
                    place += f",col={first.column},endColumn={first.end_column}"
            else:
                place = f"line={remark.row}"
            yield (
                f"::{LEVELS[finding.severity]} title={_value(f'extractor {finding.code}')},"
                f"file={_value(printable(remark.source))},{place}::"
                f"{_data(printable(f'{remark.where} {finding.code} {finding.message}'))}\n"
            ).encode()


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _value(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


FORMAT = GitHub
