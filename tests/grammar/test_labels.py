"""What is a label: units may follow it in parentheses, headings may begin like it."""

from __future__ import annotations

from pathlib import Path

import pytest

from extractor import Grammar, extract, load_grammar

PHONES = Path(__file__).parent / "corpus" / "phones.toml"
BORDERS = "| Red Phone | Blue Phone |\n| {label} | $39 | $45 |\n| Cores | 8 | 4 |\n"
BLANKS = (
    "At about $39, a red phone is cheaper than a blue phone.\n\n"
    "Red Phone Blue Phone\n{label} $39 $45\nCores 8 4\n"
)


@pytest.fixture(scope="module")
def phones() -> Grammar:
    """The grammar of the corpus."""
    return load_grammar(PHONES)


@pytest.mark.parametrize("page", [BORDERS, BLANKS])
@pytest.mark.parametrize(
    ("label", "prices"),
    [
        ("Price", [39, 45]),
        ("Price (USD)", [39, 45]),
        ("Price (usd)", [39, 45]),
        ("Price (EUR)", []),
        ("Price (old)", []),
        ("Price net", []),
        ("Price [1]", [39, 45]),
        ("Price[1] [22]:", [39, 45]),
        ("Price [kg]", []),
    ],
)
def test_a_unit_behind_a_label(phones: Grammar, label: str, prices: list[int], page: str) -> None:
    record = extract(page.format(label=label), phones)
    found = [m.value for m in record.mentions if (m.field, m.place) == ("price", "table:facts")]
    assert found == prices
    assert prices or record.findings


@pytest.mark.parametrize("page", [BORDERS, BLANKS])
@pytest.mark.parametrize("spelt", ["Price/Cost", "Price / Cost"])
@pytest.mark.parametrize("label", ["Price/Cost", "Price / Cost", "Price/ Cost"])
def test_blanks_around_a_slash_do_not_matter(
    label: str, spelt: str, page: str, tmp_path: Path
) -> None:
    path = tmp_path / "phones.toml"
    text = PHONES.read_text("utf-8").replace('price = "Price"', f'price = "{spelt}"')
    path.write_text(text, "utf-8")
    record = extract(page.format(label=label), load_grammar(path))
    assert [m.value for m in record.mentions if m.place == "table:facts"][:2] == [39, 45]


@pytest.mark.parametrize("page", [BORDERS, BLANKS])
@pytest.mark.parametrize("spelt", ["Maker's price", "Maker’s price"])
@pytest.mark.parametrize("label", ["Maker's price", "Maker’s price"])
def test_quotes_may_be_curly(label: str, spelt: str, page: str, tmp_path: Path) -> None:
    path = tmp_path / "phones.toml"
    text = PHONES.read_text("utf-8").replace('price = "Price"', f'price = "{spelt}"')
    path.write_text(text, "utf-8")
    record = extract(page.format(label=label), load_grammar(path))
    assert [m.value for m in record.mentions if m.place == "table:facts"][:2] == [39, 45]


def test_a_label_that_is_spelt_so_comes_first(tmp_path: Path) -> None:
    path = tmp_path / "phones.toml"
    text = PHONES.read_text("utf-8").replace(
        'price = "Price"', 'price = "Price"\ncores = "Price (USD)"'
    )
    path.write_text(text, "utf-8")
    record = extract(BORDERS.format(label="Price (USD)").replace("$", ""), load_grammar(path))
    assert [m.field for m in record.mentions] == ["cores"] * 4


@pytest.mark.parametrize(
    "page",
    [
        "# Phones\n\nRed Phone\nBlue Phone\nPrice\n$39\n$45\nCores\n8\n4\n",
        "Red Phone vs Blue Phone\n\nRed PhoneBlue Phone\nPrice$39$45\nCores84\n",
    ],
)
def test_a_heading_is_not_the_start_of_a_longer_label(page: str, tmp_path: Path) -> None:
    path = tmp_path / "phones.toml"
    text = PHONES.read_text("utf-8").replace('"Price"', '"Price today"')
    path.write_text(text.replace('name = "facts"', 'name = "facts"\nheading = "Price"', 1), "utf-8")
    record = extract(page.replace("Price", "Price today"), load_grammar(path))
    assert [values["price"] for values in record.values] == [39, 45]
