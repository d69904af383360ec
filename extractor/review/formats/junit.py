"""`junit`: JUnit XML for CI servers, with a suite per document and a failed test per finding.

A document without findings is a suite with one passed test.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from xml.sax.saxutils import escape, quoteattr

from extractor.deferred import deferred
from extractor.review.formats.base import Format
from extractor.review.remark import Remark
from extractor.rules import find

#: characters that XML 1.0 does not allow
_FORBIDDEN = deferred("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class JUnit(Format):
    """XML of test results."""

    name = "junit"

    def begin(self) -> Iterator[bytes]:
        """Opens the file."""
        yield b'<?xml version="1.0" encoding="utf-8"?>\n<testsuites name="extractor">\n'

    def document(self, document: str, remarks: Iterable[Remark]) -> Iterator[bytes]:
        """One suite."""
        found = list(remarks)
        tests = "".join(_case(document, remark) for remark in found) or _passed(document)
        file = f" file={_attribute(found[0].source)}" if found else ""
        yield (
            f'  <testsuite name={_attribute(document)}{file} tests="{max(1, len(found))}"'
            f' failures="{len(found)}" errors="0">\n{tests}  </testsuite>\n'
        ).encode()

    def end(self) -> Iterator[bytes]:
        """Closes the file."""
        yield b"</testsuites>\n"


def _case(document: str, remark: Remark) -> str:
    finding = remark.finding
    code = find(finding.code)
    name = f"{finding.code} {code.name}" if code else finding.code
    body = escape(_clean(f"{remark.where} {finding.code} {finding.message}"))
    return (
        f"    <testcase classname={_attribute(document)} name={_attribute(name)}>\n"
        f"      <failure type={_attribute(finding.severity)}"
        f" message={_attribute(finding.message)}>{body}</failure>\n"
        "    </testcase>\n"
    )


def _passed(document: str) -> str:
    return f'    <testcase classname={_attribute(document)} name="extractor"/>\n'


def _attribute(text: str) -> str:
    return quoteattr(_clean(text))


def _clean(text: str) -> str:
    return _FORBIDDEN.sub("\ufffd", text)


FORMAT = JUnit
