"""What each output format writes, byte by byte for people, by structure for programs."""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ElementTree
from pathlib import Path
from typing import Any

import pytest

from extractor.cli.commands import validate
from extractor.model import Span
from extractor.review import formats
from extractor.review.formats import FORMATS, by_name
from extractor.review.remark import Remark
from extractor.review.terminal import Paint
from extractor.rules import codes

from .conftest import Make

CONCISE = """\
page:3:7 error AGR001 $93, but $39
page:3:1 warning CMP002 no row, of: it
page:4:1 info RES003 unread text: The end
"""
FULL = """\
AGR001 mentions-disagree (error): $93, but $39
  --> page:3:7
    3 | Price $93 <&> é
      |       ^^^
  --> page:2:22
    2 | The Red Kettle costs $39.
      |                      ^^^

CMP002 row-missing (warning): no row, of: it
  --> page:3:1
    3 | Price $93 <&> é
      | ^^^^^^^^^^^^^^^

RES003 unread-text (info): unread text: The end
  --> page:4:1
    4 | The end
      | ^^^^^^^

"""
GITHUB = """\
::error title=extractor AGR001,file=old/page.txt,line=3,endLine=3,col=7,endColumn=10::\
page:3:7 AGR001 $93, but $39
::warning title=extractor CMP002,file=old/page.txt,line=3,endLine=4::\
page:3:1 CMP002 no row, of: it
::notice title=extractor RES003,file=old/page.txt,line=4,endLine=4,col=1,endColumn=8::\
page:4:1 RES003 unread text: The end
"""


def written(name: str, *documents: list[Remark], colour: bool = False) -> str:
    format = by_name(name)
    assert format is not None
    writer = format(Paint(colour))
    pieces = [*writer.begin()]
    for remarks in documents:
        pieces += writer.document(remarks[0].document if remarks else "clean", remarks)
    return b"".join([*pieces, *writer.end()]).decode("utf-8")


def test_the_registry_is_the_folder_and_what_help_says() -> None:
    folder = {path.stem for path in Path(formats.__file__).parent.glob("*.py")}
    modules = {format.__module__.rpartition(".")[2] for format in FORMATS}
    assert modules == folder - {"__init__", "base"}
    assert formats.NAMES == validate.FORMATS
    assert by_name("xml") is None


@pytest.mark.parametrize(
    ("name", "text"), [("concise", CONCISE), ("full", FULL), ("github", GITHUB)]
)
def test_formats_for_people(name: str, text: str, make: Make) -> None:
    assert written(name, make()) == text
    assert written(name, []) == ""


def test_colour_changes_nothing_but_colour(make: Make) -> None:
    for name, text in (("concise", CONCISE), ("full", FULL)):
        coloured = written(name, make(), colour=True)
        assert coloured != text
        assert re.sub(r"\x1b\[[\d;]*m", "", coloured) == text


def test_a_document_that_is_a_line_is_shown_at_that_line(make: Make) -> None:
    text = written("github", make(source="d.jsonl", row=7)[:1])
    assert text == (
        "::error title=extractor AGR001,file=d.jsonl,line=7::page:3:7 AGR001 $93, but $39\n"
    )


def test_no_name_can_give_a_command_of_its_own(make: Make) -> None:
    text = written("github", make("d\n::stop", source="\x1b[1m,\n::x.txt")[:1])
    assert text.count("\n") == 1
    assert text.startswith("::error title=extractor AGR001,file=\\x1b[1m%2C\\n%3A%3Ax.txt,line=3")
    assert "d\\n::stop:3:7 AGR001" in text


def test_json_and_jsonl_hold_the_same(make: Make) -> None:
    rows = [json.loads(line) for line in written("jsonl", make(), make("b")).splitlines()]
    assert json.loads(written("json", make(), [], make("b"))) == rows
    assert rows[0] == {
        "document": "page",
        "path": "old/page.txt",
        "page_line": 3,
        "page_column": 7,
        "code": "AGR001",
        "severity": "error",
        "message": "$93, but $39",
        "entity": "Red Kettle",
        "field": "price",
        "spans": [[40, 43], [29, 32]],
    }
    assert json.loads(written("json", [])) == []


def test_a_finding_names_the_line_of_the_dump(make: Make) -> None:
    row = json.loads(written("jsonl", make(source="d.jsonl", row=7, given="a")[:1]))
    assert (row["path"], row["line"], row["id"]) == ("d.jsonl", 7, "a")
    assert (row["page_line"], row["page_column"]) == (3, 7)


def test_junit_has_a_suite_a_document_and_a_failure_a_finding(make: Make) -> None:
    root = ElementTree.fromstring(written("junit", make(), []))
    assert (root.tag, root.attrib) == ("testsuites", {"name": "extractor"})
    suites = root.findall("testsuite")
    seen = [tuple(map(s.get, ("name", "file", "tests", "failures"))) for s in suites]
    assert seen == [("page", "old/page.txt", "3", "3"), ("clean", None, "1", "0")]
    for suite in suites:
        cases = suite.findall("testcase")
        assert len(list(suite)) == len(cases) == int(suite.get("tests", ""))
        assert sum(len(case.findall("failure")) for case in cases) == int(suite.get("failures", ""))
        assert all(case.get("name") and case.get("classname") for case in cases)

    failure = suites[0].find("testcase/failure")
    assert failure is not None
    assert failure.attrib == {"type": "error", "message": "$93, but $39"}
    assert failure.text == "page:3:7 AGR001 $93, but $39"


def test_xml_holds_no_character_that_it_cannot(make: Make) -> None:
    bad = make()[0].finding._replace(message='a\x1b\x00\ud800"<&>b')
    failure = ElementTree.fromstring(written("junit", make(findings=[bad]))).find(".//failure")
    assert failure is not None
    assert failure.get("message") == 'a���"<&>b'


def sarif(*documents: list[Remark]) -> Any:
    return json.loads(written("sarif", *documents))


def test_sarif_is_a_log_of_one_run_with_all_rules(make: Make) -> None:
    log = sarif(make(), [])
    assert set(log) == {"$schema", "version", "runs"}
    assert (log["version"], len(log["runs"])) == ("2.1.0", 1)
    (run,) = log["runs"]
    assert set(run) == {"tool", "columnKind", "results"}
    assert run["columnKind"] == "unicodeCodePoints"
    rules = run["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == [code.code for code in codes()]
    for rule in rules:
        assert rule["defaultConfiguration"]["level"] in ("error", "warning", "note")
        assert all(rule[key]["text"] for key in ("shortDescription", "fullDescription", "help"))
    assert sarif([])["runs"][0]["results"] == []


def test_sarif_results_point_into_the_source(make: Make) -> None:
    run = sarif(make(source="a b/pagé.txt"))["runs"][0]
    for result in run["results"]:
        rule = run["tool"]["driver"]["rules"][result["ruleIndex"]]
        assert result["ruleId"] == rule["id"]
        assert result["message"]["text"]
        assert set(result["partialFingerprints"]) == {"extractor/v1"}
        for location in (*result["locations"], *result.get("relatedLocations", ())):
            physical = location["physicalLocation"]
            assert physical["artifactLocation"] == {"uri": "a%20b/pag%C3%A9.txt"}
            region = physical["region"]
            assert 1 <= region["startLine"] <= region["endLine"]
            assert min(region["startColumn"], region["endColumn"]) >= 1
            assert min(region["charOffset"], region["charLength"]) >= 0
    first = run["results"][0]
    assert first["level"] == "error"
    assert first["locations"][0]["physicalLocation"]["region"] == {
        "startLine": 3,
        "startColumn": 7,
        "endLine": 3,
        "endColumn": 10,
        "charOffset": 40,
        "charLength": 3,
    }
    assert [related["id"] for related in first["relatedLocations"]] == [1]
    assert first["properties"]["document"] == "page"


def test_sarif_shows_a_document_that_is_a_line_at_that_line(make: Make) -> None:
    result = sarif(make(source="d.jsonl", row=7))["runs"][0]["results"][0]
    assert result["locations"][0]["physicalLocation"]["region"] == {"startLine": 7}
    assert result["locations"][0]["logicalLocations"] == [
        {"fullyQualifiedName": "page", "kind": "resource"}
    ]


def test_a_long_line_is_shown_around_the_place(make: Make) -> None:
    finding = make()[0].finding._replace(spans=(Span(500, 503),))
    lines = written("full", make(text="x" * 500 + "$93" + "y" * 500, findings=[finding]))
    shown, marks = lines.splitlines()[2:4]
    assert len(shown) < 220
    assert shown[marks.index("^") : marks.rindex("^") + 1] == "$93"
