"""Laws of the rules, over values of the grammar in jobs.toml."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import ROUND_HALF_EVEN, Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractor.model import Page
from extractor.rules import Rules
from extractor.rules.rounding import unit_of_text, unit_of_value, units_in_text

Build = Callable[[Mapping[str, Any]], Page]

cents = st.integers(600, 9_000)
pay = st.integers(20_000, 60_000)
percents = st.integers(0, 1_000).map(lambda tenths: Decimal(tenths).scaleb(-1))


def texts(draw: st.DrawFn) -> dict[str, str]:
    """What a page may print of one entity; fields that rules tie together are often at odds."""
    hourly, male, low, years = draw(cents), draw(percents), draw(pay), draw(st.integers(0, 20))
    yearly = draw(st.sampled_from([round(hourly * 20.8), draw(pay)]))
    female = draw(st.sampled_from([100 - male, draw(percents)]))
    return {
        "pay": draw(st.sampled_from([f"${yearly:,}", f"${yearly / 1000:.1f}K", "-"])),
        "hourly": draw(st.sampled_from([f"${hourly / 100:.2f}", f"${hourly // 100}", "-"])),
        "pay_range": f"${low:,} - ${low + draw(st.integers(-9_000, 30_000)):,}",
        "gender": f"Male, {male}% Female, {female}%",
        "time": f"{years}-{years + draw(st.integers(-1, 4))} years",
        "years": str(years + draw(st.integers(0, 4))),
        "state": draw(st.sampled_from(["Hawaii", "Hawai"])),
        "growth": f"{draw(st.integers(-150, 150))}%",
    }


PLACES = {"time": "prose:time", "gender": "table:people"} | dict.fromkeys(
    ("pay_range", "state"), "table:money"
)
#: the fields under which a contradiction with a field is told
RELATED = {
    "pay": {"pay", "hourly", "pay_range"},
    "hourly": {"hourly", "pay"},
    "pay_range": {"pay_range", "pay"},
    "time": {"time", "years"},
    "years": {"time", "years"},
}
entity = st.composite(texts)()


def page_with(page_of: Build, one: Mapping[str, str]) -> Page:
    """A page of one entity's values; the other entity has the same."""
    pay_text = one["pay"]
    changes = {
        f"{'*' if field == 'pay' else PLACES.get(field, 'table:overview')} {title} {field}": text
        for title in ("Roofer", "Actuary")
        for field, text in one.items()
    }
    return page_of({"set": changes, "claim": "same" if pay_text != "-" else "higher"})


@settings(deadline=None)
@given(one=entity)
def test_what_check_accepts_holds(one: dict[str, str], rules: Rules, page_of: Build) -> None:
    page = page_with(page_of, one)
    spoken_of = {finding.field for finding in rules.check(page)}
    for field in page.values[0]:
        told = spoken_of & RELATED.get(field, {field})
        assert told or rules.holds(page.values[0], field)


@settings(deadline=None)
@given(one=entity, data=st.data())
def test_less_known_never_speaks_against_more(
    one: dict[str, str], data: st.DataObject, rules: Rules, page_of: Build
) -> None:
    values = page_with(page_of, one).values[0]
    known = {name: v for name, v in values.items() if data.draw(st.booleans(), label=name)}
    for field in values:
        assert rules.holds(known, field) or not rules.holds(values, field)


@settings(deadline=None)
@given(one=entity)
def test_findings_are_sorted_and_the_same_every_time(
    one: dict[str, str], rules: Rules, page_of: Build
) -> None:
    page = page_with(page_of, one)
    found = rules.check(page)
    assert found == rules.check(page_with(page_of, one))
    assert [(f.spans[0].start, f.code) for f in found] == sorted(
        (f.spans[0].start, f.code) for f in found
    )
    twins = [[(f.code, f.field) for f in found if f.entity == e] for e in page.titles]
    assert sorted(twins[0]) == sorted(twins[1])


@given(hourly=cents)
def test_a_rounded_product_fits_and_one_beyond_rounding_does_not(
    hourly: int, rules: Rules, page_of: Build
) -> None:
    rate = Decimal(hourly).scaleb(-2)
    exact = rate * 2080
    slack = Decimal("0.005") * 2080 + Decimal("0.5")
    for off, fits in ((0, True), (-10, True), (10, True), (slack + 1, False), (-slack - 1, False)):
        yearly = int((exact + off).quantize(Decimal(1), ROUND_HALF_EVEN))
        changes = {"* Roofer pay": f"${yearly:,}", "table:overview Roofer hourly": f"${rate}"}
        page = page_of({"set": changes})
        scaled = [f.field for f in rules.check(page) if f.code == "SCL001"]
        assert scaled == ([] if fits else ["hourly"])
        assert rules.holds({"hourly": rate, "pay": yearly}, "pay") or not fits


@given(male=st.integers(0, 1_000), off=st.integers(-50, 50))
def test_shares_sum_within_the_rounding_of_both(
    male: int, off: int, rules: Rules, page_of: Build
) -> None:
    other = 1_000 - male + off
    if not 0 <= other <= 1_000:
        return
    text = f"Male, {Decimal(male).scaleb(-1)}% Female, {Decimal(other).scaleb(-1)}%"
    found = rules.check(page_of({"set": {"table:people Roofer gender": text}}))
    assert [f.code for f in found] == (["SUM001"] if abs(off) > 1 else [])


@pytest.mark.parametrize(
    ("value", "text", "unit"),
    [
        (37540, "$37,540", "1"),
        (37540, "$37,540.00", "0.01"),
        (37500, "$37.5K", "100"),
        (1_200_000, "US$ 1.2 million", "100000"),
        (45000, "€45.000", "1"),
        (Decimal("18.5"), "$18.50", "0.01"),
        (Decimal("18.05"), "$18.05/hr", "0.01"),
        (Decimal("0.5"), "0.50", "0.01"),
        (-4, "-4%", "1"),
        (37500, "some other text", "100"),
        (0, "0", "1"),
    ],
)
def test_the_last_printed_digit(value: Any, text: str, unit: str) -> None:
    assert unit_of_text(value, text) == Decimal(unit)


@given(st.integers(1, 10**9), st.integers(-4, 4))
def test_a_value_alone_is_never_taken_for_finer_than_its_print(digits: int, shift: int) -> None:
    value = Decimal(digits).scaleb(shift)
    assert unit_of_value(value) >= unit_of_text(value, f"{digits}")


def test_several_numbers_in_one_text() -> None:
    text = "Aged 18, 9.50% Unknown, 4.3% White, 86%"
    values: list[int | Decimal] = [Decimal("9.5"), Decimal("4.3"), 86]
    assert units_in_text(values, text) == [Decimal("0.01"), Decimal("0.1"), Decimal(1)]
    assert units_in_text(values, "nothing") == [Decimal("0.1"), Decimal("0.1"), Decimal(1)]
