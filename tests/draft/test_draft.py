"""Grammars drafted from pages: sound, the same whatever the order, and true to pages unseen."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from extractor import extract, load_grammar
from extractor.draft import draft
from extractor.draft.drafting import MAX_PAGES
from extractor.draft.evidence import goes_on
from extractor.engine import check
from extractor.errors import SettingError
from extractor.synthesis import generate

from .measuring import compiled, measure

#: layouts whose borders can be seen
BORDERED = ("pipe", "gfm", "tabbed", "aligned", "grid")
#: what a draft of five pages reads at least: of the facts of tables with borders, of those of
#: sentences, and of the fields; each less than is seen
LEAST = {
    "cost-of-living": (0.99, 0.8, 1.0),
    "countries": (0.95, 0.75, 0.95),
    "etfs": (0.95, 0.8, 0.95),
    "gpus-in-prose": (0.0, 0.7, 0.95),
    "graphics-cards": (0.95, 0.8, 0.95),
    "occupation-comparison": (0.95, 0.8, 0.95),
    "phones": (0.95, 0.8, 0.95),
}
PAGES = (
    "Pan vs Pot\n\nA pan costs $31, which is less than the $45 of a pot.\n\n"
    "| | Pan | Pot | Gap |\n"
    "| Price | $31 | $45 | $14 |\n| Weight | 900 g | 1,200 g | 300 g |\n| Lid | No | Yes | |\n",
    "Wok vs Kettle\n\nA wok costs $62, which is more than the $27 of a kettle.\n\n"
    "| | Wok | Kettle | Gap |\n"
    "| Price | $62 | $27 | $35 |\n| Weight | 1,450 g | 1,050 g | 400 g |\n| Lid | - | Yes | |\n",
    "Pot vs Wok\n\nA pot costs $45, which is less than the $62 of a wok.\n\n"
    "| | Pot | Wok | Gap |\n"
    "| Price | $45 | $62 | $17 |\n| Weight | 1,200 g | 1,450 g | 250 g |\n| Steel | 5% | 90% | |\n",
)


def gap(one: int, other: int) -> int:
    """How far a value is from another, in percent of that."""
    return round(abs(one - other) * 100 / other)


MAKERS = [("Ember", "Wren"), ("Wren", "Linnet"), ("Linnet", "Ember")]


def read(texts: list[str], page: str) -> set[tuple[str, str]]:
    """The titles and texts of what a draft of some pages reads on one."""
    grammar = compiled(draft(texts, "drafted"))
    return {(fact["entity"], fact["text"]) for fact in extract(page, grammar).facts()}


def test_a_draft_says_what_the_pages_show() -> None:
    made = tomllib.loads(draft(PAGES, "kitchen"))
    assert made["family"] == "kitchen" and made["entities"] == 2
    assert made["ignore"] == ["Gap"] and made["locale"] == "en-US"
    types = {name: (one["type"], one.get("unit")) for name, one in made["fields"].items()}
    assert types == {
        "price": ("money", "USD"),
        "weight": ("quantity", "g"),
        "lid": ("boolean", None),
        "steel": ("percent", None),
    }
    assert made["relations"] == {"less": "<", "more": ">"}
    sentences = made["sections"][0]["sentences"].values()
    assert list(sentences) == [
        "{x:a} costs {x.price}, which is {x.price is less|more than y} than the {y.price} of {y:a}."
    ]


def test_a_draft_tells_what_is_in_doubt() -> None:
    lines = draft(PAGES, "kitchen").splitlines()
    assert 'description = "Steel"  # on 1 of 3 pages' in lines
    assert 'type        = "quantity"  # 900 g; 1,200 g; 1,450 g' in lines


def test_a_title_above_a_table_is_no_content_even_on_one_page() -> None:
    pages = [PAGES[0].replace("| | Pan", "In the shop\n\n| | Pan"), *PAGES[1:]]
    assert tomllib.loads(draft(pages, "kitchen"))["boilerplate"] == ["In the shop"]
    for line in ("The pan in the shop", "Since 2019", "It is new."):
        pages = [PAGES[0].replace("| | Pan", f"{line}\n\n| | Pan"), *PAGES[1:]]
        assert "boilerplate" not in tomllib.loads(draft(pages, "kitchen"))


def test_a_line_too_long_for_a_grammar_is_no_boilerplate() -> None:
    links = " ".join([f"Pan{number}" for number in range(100)])
    pages = [f"{page}\n{links}\n\nAll prices are those of today.\n" for page in PAGES]
    made = tomllib.loads(draft(pages, "kitchen"))
    assert made["boilerplate"] == ["All prices are those of today."]


def test_a_column_of_one_page_may_be_an_entity() -> None:
    page = (
        "A wok is compared with a lid.\n\n| | Wok | Lid | Pan |\n"
        "| Price | $62 | $27 | $31 |\n| Weight | 1,450 g | 50 g | 900 g |\n| Lid | No | - | No |\n"
    )
    text = draft([*PAGES, page], "kitchen")
    assert tomllib.loads(text)["ignore"] == ["Gap"]
    record = extract(PAGES[0], compiled(text))
    assert record.titles == ("Pan", "Pot")


def test_lines_that_name_two_entities_are_no_headings_where_rows_are_entities() -> None:
    pages = [
        f"Ulm vs {town}\n\n| Town | Rooms | Price |\n| Ulm | 4 | $30 |\n| {town} | 7 | ${price} |\n"
        f"| Au | 5 | $45 |\n\nUlm vs {town}\n"
        for town, price in (("Gent", 51), ("Bonn", 62), ("Lyon", 75))
    ]
    made = compiled(draft(pages, "towns"))
    assert len(extract(pages[0], made).mentions) == 6


def test_a_name_that_wraps_is_no_other_form_of_it() -> None:
    said = (
        "The price of the {0} is 40 dollars more than anybody pays elsewhere for what the Old{1}Pot"
    )
    pages = [
        f"{name} vs Old Pot\n\n{said.format(name, joint)} costs, which is ${price}.\n\n"
        f"| | {name} | Old Pot |\n| Price | $9 | ${price} |\n"
        for name, joint, price in (("Wok", " ", 31), ("Pan", "\n", 45), ("Lid", "\n", 27))
    ]
    assert ":plural" not in draft(pages, "kitchen")


def test_a_full_stop_in_a_cell_ends_no_sentence() -> None:
    """`the St. Mary's College with the ticker IWM`: what is before the stop is not the other's."""
    pages = [page.text for page in generate(load_grammar("etfs"), 5, "draft-n1")]
    assert any(["the St. Mary's College" in page for page in pages])
    assert "{other." not in draft(pages, "funds")


def test_the_order_of_pages_does_not_matter() -> None:
    assert draft(PAGES, "kitchen") == draft(PAGES[::-1], "kitchen") == draft(PAGES * 2, "kitchen")


def test_a_draft_is_sound_and_reads_its_own_pages(tmp_path: Path) -> None:
    text = draft(PAGES, "kitchen")
    file = tmp_path / "kitchen.toml"
    file.write_text(text, "utf-8")
    assert check(file) == []
    facts = [fact for page in PAGES for fact in extract(page, grammar=compiled(text)).facts()]
    assert len(facts) == 3 * (2 * 3 + 2)
    assert {fact["entity"] for fact in facts} == {"Pan", "Pot", "Wok", "Kettle"}


ODD = [
    f"{a} vs {b}\n\nThe {a} weighs {n} kg.\n\nThe {a} weighs {n + 5} kg.\n"
    for n, (a, b) in enumerate(MAKERS, 2)
]


@pytest.mark.parametrize(
    "texts", [["No table here.\n"], [f"{n}" for n in range(MAX_PAGES + 1)], ODD]
)
def test_what_makes_no_draft_says_why(texts: list[str]) -> None:
    with pytest.raises(SettingError):
        draft(texts, "nothing")


COOKS = tuple(
    f"{a} vs {b}\n\nThe three best skills of {c} are {x}. The three best skills of {d} are {y}.\n\n"
    f"| {a} | {b} | |\n| Pay | ${pay} | $9 |\n| Age | 40 | 31 |\n\n"
    f"What does {c} do?\n{a}s work early. It is fun.\n{f'What does {d} do?' * both}\n"
    f"{b + 's rest. It is fun.' * both}\n\n"
    for a, b, c, d, x, y, pay, both in (
        ("Cook", "Baker", "a cook", "a baker", "salt and fire", "flour", 1400, True),
        ("Waiter", "Cook", "a waiter", "a cook", "trays, smiles and wine", "fire", 1250, True),
        ("Baker", "Diver", "a baker", "a diver", "flour and yeast", "air", 1330, False),
    )
)


def test_a_draft_reads_what_is_said_in_words_and_parts_of_each_entity() -> None:
    text = draft(COOKS, "kitchen")
    made = tomllib.loads(text)
    sentences = made["sections"][0]["sentences"]
    assert sentences["the_three_best"] == "The three best skills of {x:a} are {x.best_skills}."
    assert made["fields"]["best_skills"]["type"] == "list"
    each = {section["name"]: section["each"] for section in made["sections"] if "each" in section}
    assert each == {"what_does_do": {"heading": "What does {x:a} do?", "text": "what_does_do"}}
    assert "boilerplate" not in made
    record = extract(COOKS[1], compiled(text))
    assert record.entities[0]["best_skills"] == ["trays", "smiles", "wine"]
    assert record.entities[0]["what_does_do"] == "Waiters work early. It is fun."


def test_a_draft_carries_examples_that_hold(tmp_path: Path) -> None:
    text = draft(PAGES, "kitchen")
    (example,) = tomllib.loads(text)["examples"]
    assert example["text"] == "A pan costs $31, which is less than the $45 of a pot."
    assert [(one["entity"], one["value"]) for one in example["expect"]] == [
        ("pan", 31),
        ("pot", 45),
    ]
    (tmp_path / "bad.toml").write_text(text.replace("value = 31", "value = 32"), "utf-8")
    assert len(check(tmp_path / "bad.toml")) == 2


def test_words_compare_figures_alone() -> None:
    pages = [
        f"{first} vs {second}\n\nLaunched by {makers[0]}, a {first} holds water. Introduced by "
        f"{makers[1]}, a {second} holds soup.\n\n| | {first} | {second} |\n"
        f"| Maker | {makers[0]} | {makers[1]} |\n| Price | $3 | $4 |\n"
        for first, second, makers in (
            ("Pan", "Pot", ("Acme", "Zest")),
            ("Jug", "Wok", ("Bolt", "Yarn")),
            ("Cup", "Vat", ("Cole", "Xeno")),
        )
    ]
    text = draft(pages, "makers")
    assert "introduced" in text and "{x.maker is" not in text
    assert extract(pages[0], compiled(text)).entities[1]["maker"] == "Zest"


def test_a_sentence_that_names_one_gives_figures_of_the_other() -> None:
    """Tables show whose a figure is, and so do the words before it, for figures that no table
    has."""
    rows = [
        ("Pan", "Pot", 900, 1200, 31, 45),
        ("Wok", "Lid", 1450, 1050, 62, 27),
        ("Jar", "Jug", 700, 640, 12, 16),
    ]
    pages = [
        f"{a} vs {b}\n\nThe {a if g < h else b} is lighter, {min(g, h):,} g against {max(g, h):,}. "
        f"At first the {a if p < q else b} was cheaper, ${min(p, q)} against ${max(p, q)}.\n\n"
        f"| | {a} | {b} |\n| Weight | {g:,} g | {h:,} g |\n| Lid | No | Yes |\n"
        for a, b, g, h, p, q in rows
    ]
    made = tomllib.loads(draft(pages, "kitchen"))
    sentences = made["sections"][0]["sentences"].values()
    assert list(sentences) == [
        "The {x} is lighter, {x.weight} against {other.weight}.",
        "At first the {x} was cheaper, {x.cheaper} against {other.cheaper}.",
    ]


def test_figures_of_sentences_with_more_of_them_than_names_have_owners() -> None:
    """A ratio of others is the first one's; where names come before alike figures, theirs."""
    pages = [
        f"{a} vs {b}\n\n{a} made ${p}.2 billion in {year}, {p / q:.1f} times {b}'s ${q}.0 billion "
        f"in {year + 1}. {a} holds {n} l (place {n - 2} among 50), and {b} holds {n + 3} l (place "
        f"{n + 1}).\n"
        for a, b, p, q, year, n in (
            ("Acme", "Bolt", 90, 41, 2020, 4),
            ("Core", "Dent", 77, 50, 2022, 9),
            ("Edge", "Fuse", 64, 21, 2019, 13),
        )
    ]
    made = tomllib.loads(draft(pages, "makers"))
    spelt = " ".join(made["sections"][-1]["sentences"].values())
    assert [part.partition(".")[0] for part in spelt.split("{") if "." in part.split("}")[0]] == [
        *("x", "x", "x", "y", "y"),
        *("x", "x", "y", "y"),
    ]


def test_the_name_before_a_figure_owns_it_if_each_name_is_before_one() -> None:
    said = (
        "{0} vs {1}\n\nThe {0} is lighter than the {1}: the {1} has 1{2} kg and the {0} {2} kg.\n"
    )
    texts = [said.format(*two, n) for n, two in enumerate(MAKERS, 3)]
    assert read(texts, texts[0]) == {("Wren", "13 kg"), ("Ember", "3 kg")}


def test_a_first_row_with_parts_of_the_names_is_a_row() -> None:
    head = "{0} 3 vs {1} 5\n\n| | {0} 3 | {1} 5 |\n|---|---|---|\n| Maker | {0} | {1} |\n"
    texts = [f"{head.format(*two)}| Price | $3{n} | $4{n} |\n" for n, two in enumerate(MAKERS)]
    assert read(texts, texts[0]) >= {("Ember 3", "Ember"), ("Wren 5", "Wren")}


def test_a_sentence_is_one_in_any_currency() -> None:
    pages = [
        f"{a} vs {b}\n\nIf you earn {p} in {a}, you need about {q} in {b}.\n\n"
        f"What salary in {b} equals {p} in {a}?\n"
        for a, b, p, q in (
            ("Rome", "Oslo", "€41,500", "NOK 512,300"),
            ("Bath", "York", "£32,100", "£30,800"),
            ("Lyon", "Kobe", "€38,200", "¥6,150,000"),
        )
    ]
    made = tomllib.loads(draft(pages, "towns"))
    assert list(made["sections"][-1]["sentences"].values()) == [
        "If you earn {x.earn} in {x}, you need about {y.earn} in {y}."
    ]  # the other sentence gives the figure to the wrong name, as the first one shows


def test_a_draft_has_the_sentences_between_lists_below_each_name() -> None:
    pages = [
        f"{a} vs {b}\n\n{a}\nWeight\n{g} g\nLids\n{n}\n\n{b}\nWeight\n{h} g\nLids\n{n + 1}\n\n"
        f"The {a} holds {n + 4} l (place #{n + 7}), and the {b} holds {n + 2} l (place #{n}).\n\n"
        f"{a}\nPrice: ${n}9\nHeight: {n} cm\n\n{b}\nPrice: ${n}5\nHeight: {n + 2} cm\n"
        for a, b, g, h, n in (("Pan", "Pot", 900, 120, 2), ("Wok", "Jar", 700, 650, 4))
    ]
    made = tomllib.loads(draft(pages, "kitchen"))
    spelt = [text for one in made["sections"] for text in one.get("sentences", {}).values()]
    assert len(spelt) == 1 and "(place #{x." in spelt[0].replace("\\", "")


def test_a_sentence_that_wraps_early_is_whole() -> None:
    """Even between lists below each name, and where words look like a comparison of names."""
    pages = [
        f"{a} vs {b}\n\n{a}\nWeight\n{g} g\nLids\n{n}\n\n"
        f"When it comes to what you pay for it, the {a} costs about ${n}9 compared to ${n}5 for\n"
        f"{b}. That is what shops ask for each of these two things in the whole of last year.\n\n"
        f"{b}\nWeight\n{h} g\nLids\n{n + 1}\n"
        for a, b, g, h, n in (("Pan", "Pot", 900, 120, 2), ("Wok", "Jar", 700, 650, 4))
    ]
    made = tomllib.loads(draft(pages, "kitchen"))
    spelt = [text for one in made["sections"] for text in one.get("sentences", {}).values()]
    assert [one for one in spelt if "{x." in one] == [
        "When it comes to what you pay for it, the {x} costs about {x.costs_about} compared to "
        "{y.costs_about} for {y}."
    ]


def test_a_figure_is_no_part_of_a_longer_one() -> None:
    pages = [
        page.replace("which is", f"or {n}-{n + 1} years' rent, which is").replace("$31", "$1")
        for n, page in enumerate(PAGES, 45)
    ]
    assert "{y.price}-" not in draft(pages, "kitchen")


@pytest.mark.parametrize("family", LEAST)
def test_a_draft_of_five_pages_reads_others(family: str) -> None:
    got = measure(load_grammar(family), 24, layouts=BORDERED)
    tables, prose, fields = LEAST[family]
    assert got.silent == []
    assert got.share("table") >= tables
    assert got.share("prose") >= prose
    assert len(got.found) >= fields * len(got.fields)


TOWNS = tuple(
    f"{low}: {last} (least)\n{high}: {first} (most)\n\n"
    f"| Place | Town | Rent |\n| 1st | {first} | {high} |\n| 2nd | {mid} | {middle} |\n"
    f"| 3rd | {last} | {low} |\n\n"
    f"- {mid} is {gap(middle, high)}% below {first}\n- {mid} is {gap(middle, low)}% above {last}\n"
    for first, mid, last, high, middle, low in (
        ("Aldermoor", "Port Brine", "Low Fen", 912, 640, 455),
        ("Low Fen", "Aldermoor", "Stow", 760, 722, 510),
        ("Port Brine", "Stow", "Low Fen", 1180, 871, 433),
    )
)


def test_a_draft_reads_lines_where_rows_are_entities() -> None:
    text = draft(TOWNS, "towns")
    made = tomllib.loads(text)
    lines = [spelt for one in made["sections"] for spelt in one.get("lines", {}).values()]
    assert lines == [
        r"{x.rent}: {x} \({x.rent is least of all}\)[.]",
        r"{x.rent}: {x} \({x.rent is most of all}\)[.]",
        "{x} is {by.below} {x.rent is below|above than y} {y}[.]",
    ]
    assert made["rules"] == [{"kind": "differs", "field": "rent", "by": "below"}]


def test_of_many_pages_one_may_lack_a_line() -> None:
    page = TOWNS[1].partition("\n")[2].replace("Stow", "Elm Row").replace("Port", "Old")
    made = tomllib.loads(draft([*TOWNS, page], "towns"))
    lines = [spelt for one in made["sections"] for spelt in one.get("lines", {}).values()]
    assert r"{x.rent}: {x} \({x.rent is least of all}\)[.]" in lines


def test_a_line_with_a_colon_at_its_end_is_whole() -> None:
    line = "There are a few differences between a pan and a pot in terms of heat"
    assert goes_on(line, "Pan", 200) and not goes_on(f"{line}:", "Pan", 200)


@pytest.mark.parametrize(
    ("label", "name"),
    [
        ("Цена", "tsena"),
        ("Ёмкость, л", "emkost_l"),
        ("Шина памяти 2", "shina_pamyati_2"),
        ("Τιμή", "time"),
        ("Größe (Ø)", "grose_o"),
        ("2 קומקום", "field_2_qvmqvm"),
        ("価格", "field"),
    ],
)
def test_a_name_is_made_from_the_sounds_of_letters(label: str, name: str) -> None:
    pages = [page.replace("Price", label) for page in PAGES]
    assert name in tomllib.loads(draft(pages, "kitchen"))["fields"]


def test_a_label_is_a_text_and_no_pattern() -> None:
    pages = [page.replace("Weight", "Weight (net)") for page in PAGES]
    text = draft(pages, "kitchen")
    assert tomllib.loads(text)["sections"][0]["table"]["weight_net"] == "Weight (net)"
    assert "weight_net" in [fact["field"] for fact in extract(pages[0], compiled(text)).facts()]


def test_a_draft_takes_cells_apart_that_hold_several_values() -> None:
    pages = [page.replace("g |", "g (about 2 lb) |", 1 + n % 2) for n, page in enumerate(PAGES)]
    text = draft(pages, "kitchen")
    (section,) = tomllib.loads(text)["sections"]
    assert section["cells"] == {"Weight": [r"{weight} \(about {weight_lb}\)", "{weight}"]}
    record = extract(pages[0], compiled(text))
    assert (record.entities[0]["weight"], record.entities[0]["weight_lb"]) == (900, 2)


LAMPS = tuple(
    f"{a} vs {b}\n\nThe {a} {has} a beam of {n} cm, takes {n + 3} W. It also {has} {n // 9} modes."
    f"Next to it, the {b} {has} a beam of {n - 7} cm, takes {n - 2} W. It also {has} 6 modes.\n"
    for a, b, n, has in (("Lux 1", "Ray 2", 45, "has"), ("Sol 3", "Lux 1", 60, "offers"))
)


def test_a_draft_takes_cells_of_columns_apart() -> None:
    page = (
        "| Town | Rent | Homes | Let |\n|---|---|---|---|\n"
        "| Ashford | $1,200 (up 3%) | 4,100 | 8% (7%/9%) |\n"
        "| Elmton | $900 (up 1%) | 3,000 | 5% (3%/8%) |\n"
        "| Oakley | $800 (up 2%) | 700 | 6% (7%/9%) |\n"
    )
    made = draft([page], "towns")
    (section,) = tomllib.loads(made)["sections"]
    assert section["columns"] == {"title": "Town", "homes": "Homes", "let": "Let"}
    assert section["cells"] == {"Rent": "{rent} \\(up {rent_percent}\\)"}
    assert len(extract(page, compiled(made)).mentions) == 12


def test_a_draft_of_prose_alone_names_words_that_vary() -> None:
    text = draft(LAMPS, "lamps")
    made = tomllib.loads(text)
    assert made["synonyms"] == {
        "has": ["has", "offers", "…"],
        "next_to_it_the": ["Next to it, the", "The"],
    }
    (spelt,) = [s for s in made["sections"][0]["sentences"].values() if "beam" in s]
    assert spelt == (
        "[<next_to_it_the> ]{x} <has> a beam of {x.beam}, takes {x.takes}."
        "[ It also <has> {x.modes} modes.]"
    )
    assert made["examples"][0]["text"].startswith("Lux 1 vs Ray 2\n\nThe Lux 1 has a beam of 45")
    mixed = LAMPS[0].replace("has a beam of 45", "offers a beam of 45")
    facts = [(f["field"], f["text"]) for f in extract(mixed, compiled(text)).facts()]
    assert ("beam", "45 cm") in facts and len(facts) == 6
    reworded = LAMPS[0].replace("It also has 5", "In it are 5")
    facts = [(f["field"], f["text"]) for f in extract(reworded, compiled(text)).facts()]
    assert ("beam", "45 cm") in facts and len(facts) == 5  # what follows does not read


PLANS = tuple(
    f"{a} vs {b}\n\n{a} is priced at £{n} a month on a {n}-month plan, whereas {b} costs £{n + 3}"
    f" a month for {n + 6} months. {lead} average {n} Mbps with {a} and {n + 9} Mbps with {b}.\n"
    for a, b, n, lead in (("Blue", "Grey", 12, "Speeds"), ("Gold", "Blue", 18, "Downloads"))
)


def test_a_draft_reads_verbs_and_conjunctions_that_no_page_has() -> None:
    grammar = compiled(draft(PLANS, "plans"))
    page = PLANS[0].replace("is priced at", "comes in at").replace("whereas", "while")
    record = extract(page.replace("costs", "will set you back"), grammar)
    assert [f["text"] for f in record.facts()] == [
        *("£12 a month", "12-month", "£15 a month", "18 months"),
        *("12 Mbps", "21 Mbps"),
    ]
    assert {f.code for f in record.findings} == {"RES005"}


def test_a_draft_reads_other_words_for_what_a_number_counts_where_those_vary() -> None:
    pages = [
        f"{a} vs {b}\n\nThe {a} has {n} lids, {n + 1} {hook} and {n * 2} spoons in all. "
        f"The {b} has {n + 4} lids, {n + 2} {hook} and {n * 3} spoons in all.\n"
        for a, b, n, hook in (("Pan", "Pot", 3, "hooks"), ("Wok", "Pan", 5, "pegs"))
    ]
    grammar = compiled(draft(pages, "kitchen"))
    record = extract(pages[0].replace("The Pan has 3 lids", "The Pan has 3 covers"), grammar)
    assert [f["text"] for f in record.facts()] == ["3", "4", "6", "7", "5", "9"]
    assert {(f.code, f.entity) for f in record.findings} == {("RES005", "Pan")}


def test_pages_with_more_entities_are_read_where_their_number_varies() -> None:
    more = (
        "Pan vs Pot vs Wok\n\n| | Pan | Pot | Wok |\n| Price | $31 | $45 | $62 |\n"
        "| Weight | 900 g | 1,200 g | 1,450 g |\n"
    )
    made = draft([*PAGES, more], "kitchen")
    assert 'entities    = "columns"  # these pages have 2 to 3' in made.splitlines()


def spelt(page: int, *rows: tuple[str, str, str]) -> str:
    """A page with a table of pans."""
    lines = "".join([f"| {label} | {one} | {other} |\n" for label, one, other in rows])
    return f"Pan {page} vs Pot {page}\n\n| | Pan {page} | Pot {page} |\n{lines}"


LID, DOTS = ("Lid", "No", "Yes"), ("Dots", "5", "9")
PRICES = tuple([(label, "$31", "$44") for label in ("Price", "Unit Prices", "List price")])
SIZES = tuple([(label, "20 cm", "25 cm") for label in ("Size", "Width", "Across")])
WEIGHTS = tuple([(label, "20 g", "25 g") for label in ("Weight", "Weighs", "Heft")])


@pytest.mark.parametrize(
    ("rows", "fields"),
    [
        ([(LID, PRICES[n]) for n in range(3)], 2),  # labels that share words
        ([(LID, SIZES[n], DOTS) for n in range(3)], 3),  # a place between two that are sure
        ([(LID, SIZES[n]) for n in range(3)], 4),  # a row of each page's own may be its last one
        ([(LID, PRICES[n]) for n in range(2)], 3),  # so it may where there are two pages
        ([(LID, PRICES[n], DOTS)[: 3 - n % 2] for n in range(3)], 5),  # or tables of two sizes
        ([(LID, (SIZES, WEIGHTS)[n % 2][0], DOTS) for n in range(3)], 4),  # units of two fields
        ([(PRICES[n], (f"Fat {n}", "5%", "6%"), DOTS) for n in range(3)], 3),
    ],
)
def test_labels_of_one_place_are_one_field(
    rows: list[tuple[tuple[str, str, str], ...]], fields: int
) -> None:
    made = tomllib.loads(draft([spelt(n, *one) for n, one in enumerate(rows)], "kitchen"))
    assert len(made["fields"]) == fields


def test_a_comment_names_the_place_that_labels_of_two_languages_share() -> None:
    german = [("Deckel", *LID[1:]), ("Preis", "$3", "$4"), ("Punkte", *DOTS[1:])]
    pages = [spelt(0, LID, PRICES[0], DOTS), spelt(1, *german)]
    text = draft(pages, "kitchen")
    assert "# on 1 of 2 pages; in the place of price on other pages" in text
    assert text.count("in the place of") == 3
    same = draft([pages[0], pages[1].replace("Preis", "Price")], "kitchen")
    assert "in the place of" not in same


def test_tables_that_share_no_label_are_one_where_their_cells_are_alike() -> None:
    rows = [(PRICES[n], SIZES[n], (f"Fat {n}", "5%", "6%")) for n in range(3)]
    made = tomllib.loads(draft([spelt(n, *one) for n, one in enumerate(rows)], "kitchen"))
    assert len(made["sections"]) == 1 and len(made["fields"]) == 3
    rows = [(PRICES[n], SIZES[n], (f"Fat {n}", ("5%", "5 g", "No")[n], "-")) for n in range(3)]
    made = tomllib.loads(draft([spelt(n, *one) for n, one in enumerate(rows)], "kitchen"))
    assert len(made["sections"]) == 3


def test_words_before_a_value_stand_before_others_too() -> None:
    pages = [
        spelt(1, ("Rim", "about 20 cm (bent)", "roughly 30 cm"), ("Lid", "Yes, up to 4 cm", "No")),
        spelt(
            2,
            ("Rim", "22 cm", "about 24 cm (flat)"),
            ("Foot", "roughly 7 cm (oak)", "some 6 cm (ash)"),
        ),
    ]
    text = draft(pages, "kitchen")
    (section,) = tomllib.loads(text)["sections"]
    assert section["cells"]["Foot"] == r"[(about|roughly|some) ]{foot}[ \({foot_note}\)]"
    other = spelt(3, ("Rim", "some 5 cm (wavy)", "7 cm"), ("Lid", "No", "Yes, up to 9 cm"))
    record = extract(other, compiled(text))
    assert [record.entities[0]["rim"], record.entities[1]["lid"]] == [5, True]
    assert record.entities[1]["lid_cm"] == 9


def test_words_in_brackets_may_be_missing_or_hold_a_figure() -> None:
    sold = [("Sold", f"90{n} (201{n} count)", f"70{n} (202{n} count)") for n in (1, 2)]
    pages = [
        spelt(1, ("Rim", "20 cm (bent)", "30 cm"), sold[0]),
        spelt(2, ("Rim", "22 cm", "24 cm (7-Up)"), sold[1]),
    ]
    text = draft(pages, "kitchen")
    (section,) = tomllib.loads(text)["sections"]
    assert section["cells"]["Rim"] == r"{rim}[ \({rim_note}\)]"
    other = spelt(3, ("Rim", "5 cm", "7 cm"), ("Sold", "950", "870 (2022)"))
    record = extract(other, compiled(text))
    assert [one["sold"] for one in record.entities] == [950, 870]


FORMS = ("{}-Year Return", "{} Year Returns", "{}Y")


def yearly(page: int, *forms: str, more: tuple[str, ...] = ()) -> str:
    """A page with a row of each form, for one year, two years and so on."""
    labels = [*[form.format(n) for n, form in enumerate(forms, 1)], *more]
    rows = [(label, f"{page + n}%", f"{page * n}%") for n, label in enumerate(labels, 2)]
    return spelt(page, *rows)


def test_labels_that_differ_in_a_number_lend_each_other_their_forms() -> None:
    one, two, three = FORMS
    pages = [yearly(1, one, two, three), yearly(2, three, one, three), yearly(3, two, one, one)]
    made = tomllib.loads(draft(pages, "pans"))
    (section,) = made["sections"]
    spelt_so = [sorted(form.format(n) for form in FORMS) for n in (1, 2, 3)]
    assert [sorted(one) for one in section["table"].values()] == spelt_so
    grammar = compiled(draft(pages, "pans"))
    assert len(extract(yearly(4, three, three, two), grammar).entities[0]) == 1 + len(FORMS)


def test_forms_that_one_page_has_of_a_number_are_two_things() -> None:
    pages = [yearly(n, *["{}-Year"] * 2, more=("1 Years", "2 Years", "3 Years")) for n in (1, 2)]
    table = tomllib.loads(draft(pages, "pans"))["sections"][0]["table"]
    assert [*table.values()] == ["1-Year", "2-Year", "1 Years", "2 Years", "3 Years"]


def test_a_header_again_starts_another_table() -> None:
    def twice(page: int, end: str) -> str:
        title, first = spelt(page, LID, DOTS).split("\n\n")
        second = spelt(page, ("Size", "20 cm", "25 cm"), ("Heft", "9 g", "5 g")).split("\n\n")[1]
        return f"{title}\n\n{first}{end}{second}"

    made = tomllib.loads(draft([twice(1, "\n"), twice(2, ""), twice(3, "")], "pans"))
    assert [[*one["table"]] for one in made["sections"]] == [["lid", "dots"], ["size", "heft"]]


ABOUT = ("about", "roughly", "some", "around", "close to", "nearly")


@pytest.mark.parametrize(("rows", "kind"), [(("Rim", "Foot"), "quantity"), (("Rim",), "text")])
def test_words_that_begin_cells_of_several_rows_are_wording(
    rows: tuple[str, ...], kind: str
) -> None:
    pages = [
        spelt(n, *[(row, f"{one} {n + 20} cm", f"{two} {n + 30} cm") for row in rows])
        for n, (one, two) in enumerate(zip(ABOUT[::2], ABOUT[1::2], strict=True))
    ]
    made = tomllib.loads(draft(pages, "kitchen"))
    assert [field["type"] for field in made["fields"].values()] == [kind] * len(rows)


CARDS = tuple(
    f"{a} vs {b}\n\nThe {a} runs at {n} MHz with {n + 7} MB of {kind} memory. It has {n + 9}{note}"
    f" cores and {n // 2} ports. The {b} runs at {n + 4} MHz with {n + 1} MB of DDR{n % 7} memory."
    f" It has {n * 3}(9 x 5 x 4 mm) cores and {n // 3} ports.\n"
    for a, b, n, kind, note in (
        ("Lux 1", "Ray 2", 451, "DDR3", ""),
        ("Sol 3", "Lux 1", 600, "SDR", "(2 x 7 x 3 mm)"),
        ("Ray 2", "Sol 3", 722, "HBM", ""),
    )
)


def test_a_figure_in_parentheses_and_a_code_without_digits_make_no_other_sentence() -> None:
    text = draft(CARDS, "cards")
    made = tomllib.loads(text)
    (spelt,) = [s for s in made["sections"][0]["sentences"].values() if "cores" in s]
    assert spelt == (
        "The {x} runs at {x.runs} with {x.with} of {x.memory} memory."
        r"[ It has {x.cores}[\({x.cores_2}\)] cores and {x.ports} ports.]"
    )
    assert made["vocabularies"]["memory_labels"] == ["DDR1", "DDR3", "DDR5", "HBM", "SDR"]
    assert made["fields"]["cores_2"]["type"] == "dimensions"


def test_a_sentence_states_no_field_twice() -> None:
    pages = [
        page.replace("ports.", f"ports, then {n} MHz or {n + 10} MHz.")
        for n, page in enumerate(CARDS, 33)
    ]
    made = tomllib.loads(draft(pages, "cards"))
    spelt = " ".join(made["sections"][0]["sentences"].values())
    slots = [part.partition("}")[0] for part in spelt.split("{x.")[1:]]
    assert len(slots) == len(set(slots)) == 8


CHIPS = tuple(
    f"{a} vs {b}\nProcessor\n\n| | {a} | {b} |\n| Core | {one} | {other} |\n"
    f"| Clock | {n} MHz 7 Gbps effective | {n + 40} MHz {rate} effective |\n"
    for a, b, one, other, n, rate in (
        ("Lux 1", "Ray 2", "Elm 2.0", "Ash 1.5", 900, "9 Gbps"),
        ("Sol 3", "Lux 1", "Ash 1.0", "Elm 2.0", 705, "8 Gbps"),
    )
)


def test_a_name_with_a_number_is_no_number() -> None:
    text = draft(CHIPS, "chips")
    made = tomllib.loads(text)
    assert made["fields"]["core"]["type"] == "text"
    assert made["sections"][0]["cells"] == {"Clock": "{clock} MHz {clock_gbit_s} effective"}
    assert made["sections"][0]["heading"] == "{x} vs {y}" and made["boilerplate"] == ["Processor"]
    assert [f for page in CHIPS for f in extract(page, compiled(text)).findings] == []


def test_cells_that_cannot_be_taken_apart_stay_whole(tmp_path: Path) -> None:
    pages = [page.replace("8 Gbps", "1800 Mbps") for page in CHIPS]
    text = draft(pages, "chips")
    made = tomllib.loads(text)
    assert "cells" not in made["sections"][0] and list(made["fields"]) == ["core", "clock"]
    (tmp_path / "chips.toml").write_text(text, "utf-8")
    assert check(tmp_path / "chips.toml") == []
    (fact,) = [f for f in extract(pages[0], compiled(text)).facts() if f["text"].startswith("900")]
    assert fact["value"] == "900 MHz 7 Gbps effective"


@pytest.mark.parametrize(
    ("cells", "kind"),
    [
        ((("oak", "oak and ash"), ("ash", "elm"), ("oak", "elm")), "list"),  # two of them recur
        ((("oak", "oak and ash"), ("fir", "elm"), ("oak", "elm")), "text"),  # `Oak and Ash` has one
        ((("oak and ash", "elm"), ("fir", "yew"), ("box", "elm")), "text"),
        ((("oak, ash and elm", "fir and box"), ("yew", "fig"), ("bay and elder", "may")), "list"),
        ((("oak and ash", "fir and box"), ("yew", "fig"), ("bay and elder", "may")), "text"),
    ],
)
def test_lists_are_told_by_their_items(cells: tuple[tuple[str, str], ...], kind: str) -> None:
    pages = [spelt(n, ("Woods", *pair), LID) for n, pair in enumerate(cells)]
    made = tomllib.loads(draft(pages, "kitchen"))
    assert made["fields"]["woods"]["type"] == kind


def test_sentences_are_one_whatever_leads_to_the_name() -> None:
    leads = (
        ("As for lids, the", "Now hold all of that against the"),
        ("The", "Also have a look at the"),
    )
    pages = [
        f"{a} vs {b}\n\n{one} {a} uses a {x} cm lid.\n\n{other} {b}, which uses a {y} cm lid.\n"
        for (a, b, x, y), (one, other) in zip(
            (("Pan", "Pot", 31, 22), ("Wok", "Tin", 27, 18)), leads, strict=True
        )
    ]
    facts = list(extract(pages[0], compiled(draft(pages, "kitchen"))).facts())
    assert [(f["entity"], f["text"]) for f in facts] == [("Pan", "31 cm"), ("Pot", "22 cm")]


def test_a_sentence_may_begin_with_a_small_letter_before_a_capital() -> None:
    pages = [
        f"{a} vs {b}\n\nThe {a} uses a {x} cm lid. mCo asks ${x} for it.\n\n"
        f"The {b} uses a {y} cm lid.\n"
        for a, b, x, y in (("Pan", "Pot", 31, 22), ("Wok", "Tin", 27, 18))
    ]
    (said,) = tomllib.loads(draft(pages, "kitchen"))["sections"][0]["sentences"].values()
    assert said == "The {x} uses a {x.uses} lid.[ mCo asks {x.asks} for it.]"


def test_a_fraction_of_zeros_makes_room_for_others() -> None:
    pages = [
        f"| | {a} | {b} |\n|---|---|---|\n| Model | {x} | {y} |\n| Lids | 2 | 3 |\n"
        for a, b, x, y in (("Pan", "Pot", "4.0", "5.0"), ("Wok", "Tin", "4.0", "4.0"))
    ]
    made = tomllib.loads(draft(pages, "kitchen"))
    assert made["fields"]["model"]["type"] == "number"


def test_a_figure_in_parentheses_may_be_missing_even_if_all_pages_have_it() -> None:
    noted = [page.replace(f"{n + 9} cores", f"{n + 9}(1 x 2 x 3 mm) cores")
             for page, n in zip(CARDS, (451, 600, 722), strict=True)]  # fmt: skip
    made = compiled(draft(noted, "cards"))
    facts = [(f["field"], f["text"]) for f in extract(CARDS[0], made).facts()]
    assert ("cores", "460") in facts


def test_words_that_vary_may_be_others_on_other_pages() -> None:
    made = compiled(draft(LAMPS, "lamps"))
    other = LAMPS[0].replace("Lux 1 has", "Lux 1 sends out")
    record = extract(other, made)
    assert [f["text"] for f in record.facts()] == [
        f["text"] for f in extract(LAMPS[0], made).facts()
    ]
    assert [f.field for f in record.findings if f.code == "RES005"] == ["beam"]


def test_rows_of_a_unit_share_the_words_around_values() -> None:
    rows = "| Weight | {} [Alike] | {} |\n| Load | {} | {} |\n| Price | $3 | $4 |\n"
    pages = [
        f"A{n} vs B{n}\n\n| | A{n} | B{n} |\n" + rows.format(*[f"{n}{k} g" for k in range(4)])
        for n in range(1, 4)
    ]
    made = tomllib.loads(draft(pages, "loads"))
    assert made["sections"][0]["cells"] == {
        "Weight": "{weight}[ \\[Alike\\]]",
        "Load": "{load}[ \\[Alike\\]]",
    }


def test_rules_and_rows_of_a_draft_are_of_fields_that_it_has() -> None:
    """One page of five has a row whose second cell its frames do not show."""
    pages = [page.text for page in generate(load_grammar("occupation-comparison"), 5, "draft-b2")]
    made = tomllib.loads(draft(pages, "jobs"))
    assert made["fields"]["gender_ratio"]["type"] == "ratio"
    assert "gender_ratio" in [rule["field"] for rule in made["rules"]]


@pytest.mark.parametrize("pages", [2, 3])
def test_lines_may_end_with_a_full_stop(pages: int) -> None:
    """Figures that are the same wherever a line has several are part of its wording."""
    said = "- A rent of {0} is 34% more than in {1}, which has {2}"
    texts = [
        page
        + said.format(134, page.split(": ")[2].split(" (")[0], page.split("\n")[1].split(":")[0])
        for page in TOWNS[:pages]
    ]
    made = compiled(draft(texts, "towns"))
    for end in ("\n", ".\n"):
        facts = [f for text in texts for f in extract(text + end, made).facts()]
        told = [fact["value"] for fact in facts if fact["place"].startswith("prose:a_rent")]
        assert told == [912, 760, 1180][:pages]


def test_a_dash_at_the_start_of_a_wrapped_line_marks_no_item() -> None:
    pages = [
        f"{a} vs {b}\n\n| | {a} | {b} |\n| Price | ${n} | ${n + 9} |\n\n"
        f"What is a {a.lower()}?\n\nA {a.lower()} is used on the stove, in the oven and outdoors\n"
        f"{'- '[: 2 * (n > 40)]}in any weather. It lasts for years.\n\n"
        f"What is a {b.lower()}?\n\nA {b.lower()} is good for soups of {n} kinds. It is heavy.\n"
        for a, b, n in (("Pan", "Pot", 31), ("Wok", "Jar", 62), ("Lid", "Cup", 27))
    ]
    made = tomllib.loads(draft(pages, "kitchen"))
    assert [one["each"].get("text") for one in made["sections"] if "each" in one] == ["what_is"]


def test_a_name_that_a_table_has_is_no_list() -> None:
    said = "The {0} is sold by {2}, while the {1} is sold by {3} instead."
    shown = (
        ("Pan", "Pot", "Marks and Spencer", "Acme Works", "Shop"),
        ("Wok", "Jar", "Oak Union", "Elm Bros", "Seller"),
        ("Lid", "Cup", "Ash Iron", "Fir Steel", "Sold by"),
    )
    rows = "| | {0} | {1} |\n| Price | $3 | $4 |\n| {4} | {2} | {3} |\n"
    pages = [f"{said.format(*one)}\n\n{rows.format(*one)}" for one in shown]
    made = tomllib.loads(draft(pages, "kitchen"))
    assert "list" not in [one["type"] for one in made["fields"].values()]


@pytest.mark.parametrize(
    ("many", "names"), [(9, ["price", "why_" + "it_costs_" * 6]), (50, ["price"])]
)
def test_a_label_may_be_longer_than_a_name_but_not_than_a_grammar_may_have(
    many: int, names: list[str], tmp_path: Path
) -> None:
    label = "Why" + " it costs" * many
    page = "| | Pan | Pot |\n| Price | $3 | $4 |\n| {} | It is old | It is big |\n"
    file = tmp_path / "kitchen.toml"
    file.write_text(draft([page.format(label)], "kitchen"), "utf-8")
    assert check(file) == []
    made = tomllib.loads(file.read_text("utf-8"))
    assert [*made["fields"]] == [name.rstrip("_") for name in names]
