"""Which codes a user's selectors choose: a table of layers and what is left."""

from __future__ import annotations

import pytest

from extractor.errors import SettingError
from extractor.model import Finding
from extractor.review.selection import (
    Layer,
    Selection,
    at_least,
    chosen,
    ignored_by_path,
    matching,
)
from extractor.rules import codes

EVERY = {code.code for code in codes()}
RANGES = {"RNG001", "RNG002"}


def layer(select: str | None = None, ignore: str = "") -> Layer:
    listed = None if select is None else select.split()
    return Layer("here", listed, ignore.split())


@pytest.mark.parametrize(
    ("layers", "left"),
    [
        ([layer()], EVERY),
        ([layer("ALL")], EVERY),
        ([layer("RNG")], RANGES),
        ([layer("rng")], RANGES),
        ([layer("RNG0")], RANGES),
        ([layer("outside-range")], {"RNG001"}),
        ([layer("")], set()),
        ([layer(ignore="ALL")], set()),
        ([layer(ignore="RNG")], EVERY - RANGES),
        # the longer selector decides, whichever of the two it is
        ([layer("ALL", "RNG")], EVERY - RANGES),
        ([layer("RNG001", "RNG")], {"RNG001"}),
        ([layer("RNG", "RNG001")], {"RNG002"}),
        ([layer("outside-range", "RNG")], {"RNG001"}),
        # as long as the other: to ignore wins
        ([layer("RNG", "RNG")], set()),
        ([layer("RNG001", "outside-range")], set()),
        # a layer that selects begins afresh, one that ignores takes away
        ([layer("RNG"), layer()], RANGES),
        ([layer("RNG"), layer(ignore="RNG002")], {"RNG001"}),
        ([layer(ignore="RNG"), layer("ALL")], EVERY),
        ([layer("AGR", "RNG"), layer("RNG")], RANGES),
    ],
)
def test_layers_choose(layers: list[Layer], left: set[str]) -> None:
    assert chosen(layers) == left


@pytest.mark.parametrize(
    ("selector", "said"),
    [
        ("AGR1", "here: 'AGR1' is not a code; did you mean AGR001?"),
        ("mention-disagree", "did you mean mentions-disagree?"),
        ("", "here: '' is not a code"),
        ("X", "`extractor rules` lists all"),
    ],
)
def test_a_selector_that_names_nothing_is_an_error(selector: str, said: str) -> None:
    with pytest.raises(SettingError) as raised:
        matching(selector, "here")
    assert said in str(raised.value)


@pytest.mark.parametrize(
    ("severity", "wanted"),
    [("error", "error"), ("warning", "error warning"), ("info", "error warning info")],
)
def test_severities(severity: str, wanted: str) -> None:
    assert at_least(severity) == set(wanted.split())


@pytest.mark.parametrize(
    ("glob", "hits"),
    [
        ("old/*", True),
        ("*.txt", True),
        ("page.txt", True),
        ("page", True),
        ("*/page.txt", True),
        ("new/*", False),
        ("pag", False),
    ],
)
def test_codes_are_ignored_by_path_or_document(glob: str, hits: bool) -> None:
    by_path = ignored_by_path({glob: ["RNG"]}, "here")
    selection = Selection(frozenset(EVERY), at_least("info"), by_path)
    for code in ("RNG001", "AGR001"):
        finding = Finding(code, "error", "", None, None, ())
        wanted = not (hits and code == "RNG001")
        assert selection.wants(finding, "page", "old/page.txt") is wanted
