"""Documents held against each other: a table of what they state, and what is found.

A row of a case is a document: its date, then `entity field value` triples. Values are numbers; a
text stands for itself.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from extractor.model import Finding, Mention, Span
from extractor.record import Record
from extractor.review.across import Facts, findings
from extractor.review.remark import Remark

Stated = tuple[str, str, Any]


def record(name: str, date: str, *stated: Stated, faulty: tuple[str, str] | None = None) -> Record:
    """A document that states some facts, one a line."""
    text, mentions, titles = "\n", [], list(dict.fromkeys(title for title, _, _ in stated))
    values: list[dict[str, Any]] = [{} for _ in titles]
    for title, field, value in stated:
        shown = "-" if value is None else str(value)
        text += f"{title} "
        mentions.append(
            Mention(
                titles.index(title), field, value, "USD", "t", len(text), len(text) + len(shown)
            )
        )
        values[titles.index(title)][field] = value
        text += shown + "\n"
    bad = [Finding("BND001", "error", "", *faulty, (Span(0, 1),))] if faulty else []
    return Record(name, "f", "", {"day": date}, tuple(titles), values, mentions, (), bad, (), text)


def found(records: list[Record], date_field: str | None = None, held: int = 1000) -> list[Remark]:
    facts = Facts(date_field, held)
    for one in records:
        facts.add(one)
    remarks = list(findings(facts))
    facts.close()
    return remarks


RED, BLUE = "Red Kettle", "Blue Kettle"


def test_the_value_that_fewer_documents_state_is_named_first() -> None:
    pages = [record(f"p{n}", "", (RED, "price", 39), (BLUE, "price", 50)) for n in range(5)]
    pages.insert(2, record("odd", "", ("red  kettle", "price", 93)))
    (remark,) = found(pages)
    assert remark.finding == Finding(
        "ACR001",
        "error",
        "price of Red Kettle is 93 in 1 document (odd), but 39 in 5 documents (p0, p1, p2 and 2"
        " more)",
        "red  kettle",
        "price",
        (Span(13, 15),),
    )
    assert remark.document == "odd"
    assert [(p.document, p.line, p.column) for p in remark.places] == [
        ("odd", 2, 13),
        ("p0", 2, 12),
        ("p1", 2, 12),
        ("p2", 2, 12),
    ]


@pytest.mark.parametrize(
    "others",
    [
        [(RED, "price", 39)],
        [(RED, "price", Decimal("39.0"))],
        [(RED, "price", None)],
        [(BLUE, "price", 93)],
        [(RED, "power", 93)],
        [],
    ],
)
def test_what_does_not_disagree(others: list[Stated]) -> None:
    assert found([record("a", "", (RED, "price", 39)), record("b", "", *others)]) == []


def test_a_faulty_value_is_held_against_none() -> None:
    bad = record("b", "", (RED, "price", 93), faulty=(RED, "price"))
    assert found([record("a", "", (RED, "price", 39)), bad]) == []


@pytest.mark.parametrize(
    ("dates", "codes"),
    [
        (("2023-04-01", "2024-04-01"), ["ACR003"]),
        (("2023-04-01T10:00:00Z", "2023-04-01T23:00:00Z"), ["ACR001"]),
        (("2023-04-01", "2023-04-01"), ["ACR001"]),
        (("", "2023-04-01"), ["ACR003"]),
        (("", ""), ["ACR001"]),
    ],
)
def test_between_two_dates_a_value_changes(dates: tuple[str, str], codes: list[str]) -> None:
    pages = [
        record(name, date, (RED, "price", value))
        for name, date, value in zip("ab", dates, (39, 42), strict=True)
    ]
    assert [remark.finding.code for remark in found(pages, "day")] == codes
    assert [remark.finding.code for remark in found(pages)] == ["ACR001"]


def test_a_change_is_told_in_order_of_dates() -> None:
    pages = [record("b", "2024", (RED, "price", 42)), record("a", "2023", (RED, "price", 39))]
    (remark,) = found(pages, "day")
    assert remark.finding.message == "price of Red Kettle is 39 on 2023 and 42 on 2024"
    assert remark.document == "a"


@pytest.mark.parametrize(
    ("values", "far"),
    [
        ([*range(40, 60), 90], []),
        ([*range(40, 60), 4_000], ["4000"]),
        ([*range(40, 60), 1], ["1"]),
        ([*range(-10, 10), 60], ["60"]),
        ([*range(-10, 10), 20], []),
        # more than half alike: there is no spread to judge by
        ([*[50] * 20, 4_000], []),
        # too few
        ([*range(40, 50), 4_000], []),
    ],
)
def test_outliers(values: list[int], far: list[str]) -> None:
    pages = [record(f"p{n}", "", (f"E{n}", "price", value)) for n, value in enumerate(values)]
    remarks = found(pages)
    assert [remark.finding.code for remark in remarks] == ["ACR002"] * len(far)
    assert [remark.quoted for remark in remarks] == [(text,) for text in far]


def test_an_outlier_that_other_documents_deny_is_told_once() -> None:
    pages = [record(f"p{n}", "", (f"E{n}", "price", 40 + n)) for n in range(25)]
    pages.append(record("odd", "", ("E3", "price", 43_000)))
    assert [remark.finding.code for remark in found(pages)] == ["ACR001"]


def test_it_is_the_same_however_little_is_held_in_memory() -> None:
    pages = [
        record(f"p{n}", "", (f"E{n % 7}", "price", 40 + n % 3), (f"E{n % 5}", "power", n % 2))
        for n in range(60)
    ]
    assert found(pages, held=1) == found(pages, held=3) == found(pages)


def test_a_text_of_any_length_is_compared() -> None:
    long = "word " * 400
    pages = [record("a", "", (RED, "note", long)), record("b", "", (RED, "note", long + "x"))]
    assert [remark.finding.code for remark in found(pages)] == ["ACR001"]
    assert found([pages[0], record("c", "", (RED, "note", long))]) == []
