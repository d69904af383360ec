"""`extractor generate`: pages with all that they state, the same for a seed."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from extractor import extract, load_grammar
from extractor.cli import main

FAMILY = "occupation-comparison"


def lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def generate(path: Path, *more: str) -> list[dict[str, Any]]:
    assert main(["generate", "--grammar", FAMILY, "--layout", "pipe", "-o", str(path), *more]) == 0
    return lines(path)


def test_a_line_a_page_with_its_facts(tmp_path: Path) -> None:
    for page in generate(tmp_path / "pages.jsonl", "--count", "4"):
        read = extract(page["text"]).to_dict()
        assert len(list(extract(page["text"]).facts())) == len(page["facts"])
        assert {finding["code"] for finding in read["findings"]} == set(page["codes"])


def test_a_seed_gives_the_same_pages(tmp_path: Path) -> None:
    first = generate(tmp_path / "a.jsonl", "--seed", "7", "--count", "3")
    more = generate(tmp_path / "b.jsonl", "--seed", "7", "--count", "5")
    assert more[:3] == first
    assert generate(tmp_path / "c.jsonl", "--seed", "8", "--count", "3") != first


@pytest.mark.slow
def test_any_number_of_jobs_gives_the_same_bytes(tmp_path: Path) -> None:
    one, two = tmp_path / "one.jsonl", tmp_path / "two.jsonl"
    for path, jobs in ((one, "1"), (two, "2")):
        args = ["--count", "520", "--faults", "0.2", "--jobs", jobs, "-o", str(path)]
        assert main(["generate", "--grammar", FAMILY, *args]) == 0
    assert one.read_bytes() == two.read_bytes()


def test_faults_are_told_with_all_codes_that_come_of_them(tmp_path: Path) -> None:
    pages = generate(tmp_path / "a.jsonl", "--faults", "1", "--seed", "q", "--count", "60")
    assert all(page["fault"] for page in pages)
    for page in pages:
        found = extract(page["text"]).findings
        assert {finding.code for finding in found} == set(page["codes"]), page["id"]


def test_a_folder_has_a_text_and_a_list_of_facts_for_each_page(tmp_path: Path) -> None:
    folder = tmp_path / "pages"
    assert main(["generate", "--grammar", FAMILY, "--count", "2", "-o", f"{folder}/"]) == 0
    names = [page["id"] for page in lines(folder / "pages.jsonl")]
    assert len(names) == 2
    for name in names:
        assert (folder / f"{name}.txt").read_text("utf-8")
        assert lines(folder / f"{name}.facts.jsonl")[0].keys() >= {"entity", "field", "value"}


@pytest.mark.parametrize(
    "wrong", [["--layout", "papyrus"], ["--faults", "2"], ["--count", "-1"], ["--grammar", "nope"]]
)
def test_what_makes_no_sense_is_told(wrong: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["generate", "--grammar", FAMILY, *wrong]) == 2
    assert capsys.readouterr().err


OF_ALL = """
family = "pans"
description = "Pans compared"
locale = "en-US"
entities = "columns"
relations = { cheapest = "min", dearest = "max" }
fields = { price = { type = "money", unit = "USD", bounds = [5, 90], description = "Price" } }
[[sections]]
name = "all"
table.price = "Price"
sentences.end = "The {x} is the {x.price is cheapest|dearest of all}."
"""


def test_words_compare_an_entity_with_all_others(tmp_path: Path) -> None:
    file, out = tmp_path / "pans.toml", tmp_path / "pages.jsonl"
    file.write_text(OF_ALL, "utf-8")
    grammar = load_grammar(file)
    assert main(["generate", "--grammar", str(file), "--count", "20", "-o", str(out)]) == 0
    pages = [(page["text"], extract(page["text"], grammar)) for page in lines(out)]
    claims = [claim for _, record in pages for claim in record.to_dict()["claims"]]
    assert {claim["relation"] for claim in claims} == {"cheapest", "dearest"}
    assert not [f for _, record in pages for f in record.findings if f.code == "CLM001"]
    swap = {"cheapest": "dearest", "dearest": "cheapest"}
    text, record = next(one for one in pages if one[1].claims)
    word = record.to_dict()["claims"][0]["relation"]
    odd = extract(text.replace(word, swap[word]), grammar)
    assert "CLM001" in {finding.code for finding in odd.findings}
