"""The report of a run as a page: figures, changes, and a size that does not grow with the run."""

from __future__ import annotations

import gzip
import json
import re
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from extractor import extract
from extractor.batch.profile import STATES, Profile, numbers_of
from extractor.cli import main
from extractor.review.html import rendering
from extractor.review.html.drift import drift
from extractor.review.html.run_report import quantile, run_report
from tests.conftest import ROOT, SavedPage

SAMPLES = str(ROOT / "samples" / "*" / "*.txt")
FAMILY = "occupation-comparison"


def report(**changes: Any) -> dict[str, Any]:
    """A report with nothing in it but the changes."""
    empty: dict[str, Any] = {"documents": 0, "records": 0, "bytes": 0, "serious": 0, "seconds": 1.0}
    empty |= {"documents_per_second": 0.0, "slowest": [], "profile": Profile().to_dict()}
    empty |= {kind: {} for kind in ("families", "layouts", "findings", "rejects")}
    return empty | changes


def test_a_field_is_filled_none_open_or_absent(samples: list[SavedPage]) -> None:
    profile = Profile()
    for saved in samples:
        profile.record(saved.record, str(saved.path), 0, None)
    states = {state: profile.states[FAMILY, "job_count", state] for state in STATES}
    told = Counter[str]()
    for record in (saved.record for saved in samples if saved.record.family == FAMILY):
        told.update("filled" for values in record.values if values.get("job_count") is not None)
    assert states == {"filled": told["filled"], "none": 0, "open": 2}
    assert profile.states[FAMILY, "average_salary", "open"] == 1
    assert profile.states[FAMILY, "most_common_college", "none"] == 13


def test_profiles_add_up(samples: list[SavedPage]) -> None:
    parts = [Profile(), Profile(), Profile()]
    for number, saved in enumerate(samples):
        for profile in (parts[0], parts[1 + number * 2 // len(samples)]):
            profile.record(saved.record, str(saved.path), number, None)
    parts[1].add(parts[2])
    assert parts[1].to_dict() == parts[0].to_dict()
    kept = json.loads(json.dumps(parts[0].to_dict()))
    assert Profile.from_dict(kept).to_dict() == parts[0].to_dict()


def test_a_value_that_a_page_states_twice_counts_once(whole_page: str) -> None:
    profile = Profile()
    profile.record(extract(whole_page), "", 0, None)
    assert profile.numbers[FAMILY, "average_salary", "USD/year"].total() == 2


@pytest.mark.parametrize(
    ("value", "numbers"),
    [
        (3, {"f": 3}),
        (True, {}),
        (None, {}),
        ("3", {}),
        ({"low": 1, "high": None}, {"f.low": 1}),
        ({"label": "x", "percent": 4}, {"f.percent": 4}),
        ([1, 2], {}),
    ],
)
def test_numbers_of_a_value(value: Any, numbers: dict[str, float]) -> None:
    assert dict(numbers_of("f", value)) == numbers


@pytest.mark.parametrize(("share", "number"), [(0.0, 1), (0.25, 1), (0.26, 2), (0.5, 2), (1, 9)])
def test_quantiles(share: float, number: float) -> None:
    assert quantile({9.0: 1, 1.0: 1, 2.0: 2}, share) == number


@pytest.mark.parametrize(
    ("before", "now", "told"),
    [
        ((1000, 10), (1000, 10), []),
        ((1000, 10), (1000, 14), []),  # chance
        ((1000, 10), (1000, 100), ["findings: AGR001"]),
        ((1000, 100), (1000, 0), ["findings: AGR001"]),
        ((10, 0), (10, 2), []),  # too few to tell
        ((0, 0), (1000, 100), []),
    ],
)
def test_what_changed(before: tuple[int, int], now: tuple[int, int], told: list[str]) -> None:
    reports = [
        report(records=records, families={"f": records}, findings={"AGR001": n} if n else {})
        for records, n in (now, before)
    ]
    assert [change.what for change in drift(*reports)] == told


def test_a_page_of_a_million_documents_is_small() -> None:
    profile = Profile()
    fields, codes = [f"field_{n}" for n in range(40)], [f"BND{n:03}" for n in range(60)]
    bins = {f"{digits / 10:.1f}e+{power:02}" for digits in range(10, 100) for power in range(6)}
    for field in fields:
        profile.states.update({("f", field, state): 500_000 for state in STATES})
        profile.numbers["f", field, "USD/year"] = Counter(dict.fromkeys(bins, 1_000))
        profile.fields.update({(code, field): 10_000 for code in codes})
    layouts = {f"layout{n}": 100_000 for n in range(8)}
    profile.layouts.update({(layout, code): 99_999 for layout in layouts for code in codes})
    big = report(
        documents=10**6,
        records=10**6,
        families={"f": 10**6},
        layouts=layouts,
        findings=dict.fromkeys(codes, 10_000),
        profile=profile.to_dict(),
    )
    assert len(run_report(big, big, {})) < 2_000_000
    assert len(json.dumps(big)) < 2_000_000


@pytest.mark.parametrize("dump", ["folder", "jsonl", "jsonl.gz"])
def test_convert_writes_it_with_examples(
    tmp_path: Path, samples: list[SavedPage], dump: str
) -> None:
    source = SAMPLES
    if dump != "folder":
        source = str(tmp_path / f"pages.{dump}")
        rows = [json.dumps({"id": page.path.stem, "text": page.text}) for page in samples]
        data = ("\n".join(rows) + "\n").encode()
        Path(source).write_bytes(data if dump == "jsonl" else gzip.compress(data))
    earlier, run = f"{tmp_path}/earlier.json", f"{tmp_path}/run/"
    out = str(tmp_path / "r.jsonl")
    assert main(["convert", "-q", source, "-o", out, "--report", earlier]) == 0
    assert main(["convert", "-q", source, "-o", run, "--against", earlier]) == 0
    page = Path(run, "report.html").read_text("utf-8")
    assert "Nothing that is not chance." in page
    assert page.count("<svg role=") >= 10
    links = dict(re.findall(r'<a href="(report\.pages/\w+\.html)">([^<]+)</a>', page))
    if dump == "jsonl.gz":  # no document of it can be read by itself
        assert not links
    else:
        assert "4948,614" in Path(run, "report.pages/CUT001.html").read_text("utf-8")
        for link, document in links.items():
            assert f"<h1>{document}</h1>" in Path(run, link).read_text("utf-8")
        assert '<a href="../report.html">Report</a>' in Path(run, link).read_text("utf-8")


def test_an_earlier_report_that_is_none(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "x.json").write_text("[]", "utf-8")
    for name in ("x.json", "absent.json"):
        code = main(["convert", SAMPLES, "-o", f"{tmp_path}/r/", "--against", f"{tmp_path}/{name}"])
        assert code == 2
        assert f"{name}: " in capsys.readouterr().err


def test_without_the_template_engine_a_run_goes_on_and_a_review_does_not_begin(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "jinja2", None)
    rendering._environment.cache_clear()
    assert main(["convert", SAMPLES, "-o", f"{tmp_path}/run/"]) == 0
    said = "needs jinja2: pip install jinja2"
    assert f"report.html not written: a page to look at {said}" in capsys.readouterr().err
    assert Path(tmp_path, "run", "report.json").exists()
    assert main(["review", SAMPLES, "-o", f"{tmp_path}/review.html"]) == 2
    assert f"a review {said}" in capsys.readouterr().err
    assert not Path(tmp_path, "review.html").exists()
