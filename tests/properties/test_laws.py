"""The laws that hold for every text, however broken: lossless, grounded, the same bytes."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from extractor import Mention, Record, extract, load_grammar
from extractor.tokenizer.view import view

from .conftest import PAGES, ROOT, TEXTS

GRAMMAR = load_grammar("occupation-comparison")
PAGES_GLOB = "samples/*/*.txt"
MARK = "Zyxwvut"


@given(TEXTS)
@example("")
@example("\x00")
def test_residue_is_what_nothing_claims(text: str) -> None:
    record = extract(text)
    claimed = {at for m in record.mentions for s in m.fragments or [m[5:7]] for at in range(*s)}
    done = 0
    for start, end in record.residue:
        assert done <= start < end <= len(text)
        assert text[start:end].strip()
        assert not claimed.intersection(range(start, end))
        done = end


@given(st.sampled_from(PAGES), st.floats(0, 1))
def test_nothing_is_lost(page: str, share: float) -> None:
    at = int(share * len(page))
    record = extract(page[:at] + f" {MARK} " + page[at:])
    assert MARK.casefold() in "\n".join(seen(record)).casefold()


def seen(record: Record) -> list[str]:
    """All that a record speaks of, in the page's words."""
    spans = [(m.start, m.end) for m in record.mentions]
    spans += [span for finding in record.findings for span in finding.spans]
    spans += [(c.start, c.end) for c in record.claims]
    return [*record.titles, *(record.source[a:b] for a, b in [*spans, *record.residue])]


@given(TEXTS)
def test_each_value_reads_again_from_its_span(text: str) -> None:
    record = extract(text, grammar=GRAMMAR)
    for mention in record.mentions:
        reading = GRAMMAR.readers[mention.field](words(record, mention))
        value = reading.choices[0] if reading.problem == "bounds" else reading.value
        assert (value, reading.unit) == (mention.value, mention.unit)


def words(record: Record, mention: Mention) -> str:
    """The text of a mention, its fragments a line each."""
    spans = mention.fragments or ((mention.start, mention.end),)
    return "\n".join(view(record.source[start:end]).text for start, end in spans)


@given(TEXTS)
def test_spans_are_of_the_source(text: str) -> None:
    record = extract(text)
    spans = [(m.start, m.end) for m in record.mentions]
    spans += [span for finding in record.findings for span in finding.spans]
    spans += [(c.start, c.end) for c in record.claims]
    assert all(0 <= start <= end <= len(text) for start, end in spans)


@given(TEXTS)
def test_a_field_has_a_value_only_where_its_mentions_agree(text: str) -> None:
    record = extract(text)
    said: dict[tuple[int, str], list[object]] = {}
    for m in record.mentions:
        said.setdefault((m.entity, m.field), []).append((m.value, m.unit))
    for (entity, field), values in said.items():
        agreed = all(value == values[0] for value in values)
        assert (field in record.values[entity]) == agreed
    assert {(e, f) for e, values in enumerate(record.values) for f in values} <= set(said)


@given(TEXTS)
def test_a_second_run_gives_the_same_bytes(text: str) -> None:
    assert extract(text).to_json() == extract(text).to_json()


@pytest.mark.parametrize("shape", ["records", "facts"])
def test_hash_seeds_do_not_matter(shape: str) -> None:
    command = [
        sys.executable,
        "-m",
        "extractor",
        "convert",
        "-q",
        "--shape",
        shape,
        "samples/*/*.txt",
    ]
    outputs = [
        subprocess.run(
            command,
            env=os.environ | {"PYTHONHASHSEED": seed},
            cwd=ROOT,
            capture_output=True,
            check=True,
            timeout=120,
        ).stdout
        for seed in ("0", "1")
    ]
    assert outputs[0] == outputs[1]
    assert len(outputs[0]) > 1000
