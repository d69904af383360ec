"""What keeps a text from being a value of a type, as findings say it."""

from __future__ import annotations

import pytest

from extractor.fields import TYPES, FieldSpec, lacks, reader

COMMA = "in locale it-IT, the decimal sign is ','"


@pytest.mark.parametrize(
    ("kind", "locale", "text", "said"),
    [
        ("quantity", "it-IT", "6.8 sec", COMMA),
        ("number", "it-IT", "6.8", COMMA),
        ("percent", "it-IT", "6.8%", COMMA),
        ("money", "en-US", "12,50 €", ""),  # reads: no piece of an amount looks so
        ("money", "en-US", "5.00", "it has no currency"),
        ("money", "en-US", "5.00 quids", "'quids' is no currency"),
        ("money", "en-US", "some", ""),
        ("percent", "en-US", "12", "it has no percent sign"),
        ("percent", None, "-12 units", "'units' is no percent sign"),
        ("quantity", "en-US", "12", "it has no unit of measure"),
        ("quantity", "en-US", "12 blorps", "'blorps' is no unit of measure"),
        ("quantity", "en-US", "1250 MHz 5 Gbps", ""),
        ("number", "en-US", "6.8 blorps", "'blorps' is more than a number"),
        ("count", "en-US", "4.5", "a count has no sign and no fraction"),
        ("count", "en-US", "-4", "a count has no sign and no fraction"),
        ("count", "en-US", "12 cows", "'cows' is more than a number"),
        ("ordinal", "en-US", "1841nd", "1841 ends in 'st'"),
        ("ordinal", "en-US", "12st", "12 ends in 'th'"),
        ("text", "en-US", "", ""),
    ],
)
def test_what_a_text_lacks(kind: str, locale: str | None, text: str, said: str) -> None:
    spec = FieldSpec("f", kind, locale=locale)
    if said:
        assert not reader(spec)(text).usable
        assert lacks(spec, text) == said
    else:
        assert reader(spec)(text).usable or lacks(spec, text) == ""


@pytest.mark.parametrize("kind", TYPES, ids=lambda kind: kind.name)
def test_any_text_may_be_asked_about(kind: object) -> None:
    spec = FieldSpec("f", kind.name, locale="en-US")  # type: ignore[attr-defined]
    for text in ("", " ", "-", "1", "\ufffd", "(1) 2", "x" * 5_000, "1" * 5_000):
        assert len(lacks(spec, text)) < 80
