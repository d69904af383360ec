"""What several pages show together: labels of lines, relations, amounts with their period."""

from __future__ import annotations

import tomllib

import pytest

from extractor import extract
from extractor.draft import draft
from extractor.errors import SettingError

from .measuring import compiled

HOSTS = tuple(
    f"{a} vs {b} vs {c}\n\nFeature\n{a}\n{b}\n{c}\n"
    f"Space\nUnlimited\n{n} GB\n{n * 2} GB\nPlan\nBasic\nPro\nPro\nDaily copies\nYes\nNo\nYes\n"
    f"Support\nPhone\nMail\nPhone\nSites\n{n}\n{n + 3}\n{n + 5}\n"
    for a, b, c, n in (
        ("Acme", "Bolt", "Core", 10),
        ("Dent", "Edge", "Fuse", 25),
        ("Gale", "Hive", "Iris", 40),
    )
)


def test_lines_that_recur_are_labels() -> None:
    made = tomllib.loads(draft(HOSTS[:2], "hosts"))
    labels = {label for one in made["sections"] for label in one.get("table", {}).values()}
    assert labels == {"Space", "Plan", "Daily copies", "Support", "Sites"}
    record = extract(HOSTS[2], compiled(draft(HOSTS[:2], "hosts")))
    assert [one["space"] for one in record.entities] == ["Unlimited", "40 GB", "80 GB"]
    assert [one["support"] for one in record.entities] == ["Phone", "Mail", "Phone"]


def test_words_before_the_other_name_do_not_compare_by_chance() -> None:
    pages = [
        f"{a} vs {b}\n\nThe {a} {verb} for ${p}, {word} the {b} costs ${q}.\n\n"
        f"| | {a} | {b} |\n| Price | ${p} | ${q} |\n| Lid | No | Yes |\n"
        for a, b, p, q, verb, word in (
            ("Pan", "Pot", 31, 45, "sells", "while"),
            ("Wok", "Jar", 62, 27, "goes", "whereas"),
        )
    ]
    made = tomllib.loads(draft(pages, "kitchen"))
    assert "relations" not in made
    assert made["synonyms"]["goes"][:2] == ["goes", "sells"]


def test_an_amount_in_a_sentence_has_the_period_that_the_label_names() -> None:
    pages = [
        f"{a} vs {b}\n\nYou pay ${p}.50 a month for {a} and ${q}.25 a month for {b}.\n\n"
        f"| | {a} | {b} |\n| Monthly price | ${p}.50 | ${q}.25 |\n| Lid | No | Yes |\n"
        for a, b, p, q in (("Pan", "Pot", 31, 45), ("Wok", "Jar", 62, 27))
    ]
    made = tomllib.loads(draft(pages, "kitchen"))
    assert list(made["fields"]) == ["monthly_price", "lid"]


def test_lists_below_headings_that_hold_a_name_are_read() -> None:
    pages = [
        f"{a} vs {b}\n\n| | {a} | {b} |\n|---|---|---|\n| Price | ${n} | ${n + 7} |\n"
        f"| Lid | No | Yes |\n\n{a} at a glance\n- Weight: {n} g\n- Made in: Ulm\n\n"
        f"{b} at a glance\n- Weight: {n + 2} g\n- Made in: Bonn\n"
        for a, b, n in (("Pan", "Pot", 31), ("Wok", "Jar", 62), ("Cup", "Vat", 47))
    ]
    record = extract(pages[2], compiled(draft(pages[:2], "kitchen")))
    assert [one["weight"] for one in record.entities] == [47, 49]


def test_small_words_behind_a_stated_name_are_no_part_of_it() -> None:
    pages = [
        f"{a} vs {b}\n\nA {a}{how} weighs {n} g. A {b} weighs {n + 2} g.\n\n{a}\n{b}\n"
        f"Weight\n{n} g\n{n + 2} g\nPrice\n${n}\n${n + 3}\nLids\n{n}\n{n + 1}\n"
        for a, b, n, how in (
            ("Pan", "Pot", 31, " usually"),
            ("Wok", "Jar", 62, ""),
            ("Cup", "Vat", 47, " typically"),
        )
    ]
    record = extract(pages[2], compiled(draft(pages[:2], "kitchen")))
    assert record.titles == ("Cup", "Vat")


def test_one_page_shows_a_sentence_whose_figures_are_those_of_its_tables() -> None:
    said = (
        "A {0} offers {2} g against the {3} g of a {1}.",
        "We saw {3} g for {1}, {2} g for {0}.",
    )
    pages = [
        f"{a} vs {b}\n\n{said[n > 40].format(a, b, n, n + 2)}\n\n"
        f"| | {a} | {b} |\n| Weight | {n} g | {n + 2} g |\n| Lid | No | Yes |\n"
        for a, b, n in (("Pan", "Pot", 31), ("Wok", "Jar", 62))
    ]
    made = tomllib.loads(draft(pages, "kitchen"))
    spelt = [text for one in made["sections"] for text in one.get("sentences", {}).values()]
    assert spelt == [
        "{x:a} offers {x.weight} against the {y.weight} of {y:a}.",
        "We saw {x.weight} for {x}, {y.weight} for {y}.",
    ]


def test_a_figure_has_the_name_of_the_words_around_it() -> None:
    pages = [
        f"{a} oder {b}\n\nDas {a} hat {n} Gänge, das {b} hat {n + 3} Gänge.\n\n"
        f"| | {a} | {b} |\n| Preis | {n}9 € | {n}5 € |\n| Licht | nein | ja |\n"
        for a, b, n in (("Tourenrad", "Stadtrad", 11), ("Rennrad", "Lastenrad", 24))
    ]
    assert "gange" in tomllib.loads(draft(pages, "bikes"))["fields"]


def test_what_makes_no_draft_says_what_the_pages_lack() -> None:
    with pytest.raises(SettingError, match=r"has labels and cells: 0 of 2; .* \(in .*\): 1;"):
        draft(["Pan vs Pot\n\nThey differ.\n", "No table here.\n"], "nothing")
