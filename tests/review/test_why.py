"""`why` names the planted cause: a few pages of each kind here, thousands in the benchmark."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from time import process_time

import pytest

from extractor import Grammar, Record, extract, load_grammar
from extractor.engine.extraction import read_page
from extractor.review.terminal import Paint
from extractor.review.why import diagnose
from extractor.review.why.evidence import Change, Evidence
from extractor.review.why.patching import difference, loaded, mended, patched
from extractor.review.why.trial import changed, tally
from extractor.review.why.words import KINDS as WORDS
from extractor.review.why.words import lines, row
from extractor.synthesis import LAYOUTS, Seeded, page

from .planted import KINDS, Planted, label, mark, word

GRAMMAR = load_grammar("occupation-comparison")
SAMPLE = "occupation-comparison/lineman-vs-chairperson.txt"
#: of the first so many pages of each kind, how many have the true cause first, and in three
PAGES, FIRST, THREE = 16, 15, 15


def planted(kind: object) -> list[Planted]:
    """The first pages of a kind that could be made, the layouts in turn."""
    made = (
        kind(GRAMMAR, f"test-{seed}", LAYOUTS[seed % len(LAYOUTS)])  # type: ignore[operator]
        for seed in range(200)
    )
    found = (one for one in made if one is not None)
    return [next(found) for _ in range(PAGES)]


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_the_true_cause_is_named_first(kind: object) -> None:
    ranks = []
    for one in planted(kind):
        causes = diagnose(one.text, [GRAMMAR]).causes
        right = [c.kind == one.cause and c.name in one.names for c in causes]
        ranks.append(right.index(True) if True in right else len(right) + 3)
    assert sum(rank == 0 for rank in ranks) >= FIRST
    assert sum(rank < 3 for rank in ranks) >= THREE


@pytest.mark.parametrize(
    ("kind", "layout", "seed"),
    [
        pytest.param(label, "spaced", "why-a-21", id="the first row of a table, cells and all"),
        pytest.param(label, "glued", "why-a-111", id="the first row, glued"),
        pytest.param(label, "glued", "why-a-63", id="glued to figures before it"),
        pytest.param(label, "glued", "why-a-223", id="far behind the row before it"),
        pytest.param(label, "glued", "why-a-135", id="small letters glued to the titles"),
        pytest.param(label, "stacked", "why-a-214", id="a mark among its cells"),
        pytest.param(label, "grid", "whya2-4", id="on two lines of its cell"),
        pytest.param(label, "spaced", "whya1-93", id="of a row of words, which stay open"),
        pytest.param(label, "spaced", "whya2-5", id="above a row that begins like it"),
        pytest.param(label, "glued", "whya1-7", id="above a row that is not read either"),
        pytest.param(label, "stacked", "whya2-6", id="below a cell that ends like it"),
        pytest.param(word, "glued", "whya3-39", id="glued to the cell before it"),
        pytest.param(word, "glued", "whya1-151", id="glued to the sentence before it"),
        pytest.param(mark, "glued", "whya1-7", id="glued to the cell after it"),
        pytest.param(mark, "spaced", "whya1-173", id="after a cell with commas"),
        pytest.param(mark, "stacked", "whya2-54", id="a sign on its own line"),
        pytest.param(mark, "pipe", "whya2-128", id="in cells of words"),
    ],
)
def test_a_cause_that_was_missed_once(
    kind: Callable[[Grammar, str, str], Planted | None], layout: str, seed: str
) -> None:
    one = kind(GRAMMAR, seed, layout)
    assert one is not None
    first = diagnose(one.text, [GRAMMAR]).causes[0]
    assert (first.kind, first.name) == (one.cause, one.names[0])


REPEATED = """The Cedar X is priced at $10, so it is cheaper than the Acorn at $176.
Acorn
Cedar X
Grove
Kite
public speaking
Wi-Fi
Manufacturing
Health Care
Health Care
Pacific Power And Light
Yes
Graphics"""


def test_words_that_repeat_are_no_mark_where_no_figure_is_missing() -> None:
    causes = diagnose(REPEATED, [load_grammar("phones")]).causes
    assert causes
    assert not any(cause.changes or cause.kind == "mark" for cause in causes)


@pytest.mark.parametrize("kind", [k for k in KINDS if k.__name__ in ("word", "label", "mark")])
def test_the_change_that_is_shown_reads_the_page(kind: object) -> None:
    for one in planted(kind)[:6]:
        first = diagnose(one.text, [GRAMMAR]).causes[0]
        if one.layout == "spaced" and not first.changes:
            continue  # nothing tells the label of a row of words from its cells
        grammar = changed(GRAMMAR, first.changes)
        assert grammar is not None
        assert first.gain
        before, after = read_page(one.text, GRAMMAR), read_page(one.text, grammar)
        assert before is not None and after is not None
        assert after.residue <= before.residue
        assert len(after.troubles) <= len(before.troubles)


#: pages of which each is patched, and how many of them a test takes
PATCHED, AT_ONCE = 300, 25


@pytest.mark.slow  # many diagnoses: about a second for a page
@pytest.mark.parametrize("first", range(0, PATCHED, AT_ONCE))
def test_each_change_written_into_the_grammar_gains_what_it_says(first: int) -> None:
    assert GRAMMAR.path is not None
    text, tried = GRAMMAR.path.read_text("utf-8"), 0
    for number in range(first, first + AT_ONCE):
        kind = (KINDS[0], KINDS[1], KINDS[5])[number % 3]
        one = kind(GRAMMAR, f"patch-{number}", LAYOUTS[number % len(LAYOUTS)])
        for cause in diagnose(one.text, [GRAMMAR]).causes if one else ():
            if not cause.changes:
                assert not cause.gain
                continue
            assert one is not None
            tried += 1
            grammar = loaded(patched(text, cause.changes), GRAMMAR.path)
            before, after = (extract(one.text, known) for known in (GRAMMAR, grammar))
            values, more = (
                {(record.titles[m.entity], m.field, m.start, m.end) for m in record.mentions}
                for record in (before, after)
            )
            assert values <= more
            assert cause.gain in (len(more - values), max(1, unread(before) - unread(after)))
            assert len(after.findings) <= len(before.findings) or not before.family
            assert doubled(after) <= doubled(before)
    assert tried > AT_ONCE // 3


def doubled(record: Record) -> int:
    """Texts from which two values are read, but for those that entities share."""
    spans = sorted({(m.start, m.end, m.field) for m in record.mentions if not m.fragments})
    return sum(one[1] > other[0] for one, other in pairwise(spans))


def unread(record: Record) -> int:
    """Stretches that nothing reads, and rows of no value."""
    assert record.page is not None
    return tally(Evidence(record.source, GRAMMAR, record.page)).pieces


def test_a_patch_keeps_comments_and_order() -> None:
    text = """\
family = "kettles"  # ours
missing = ["-"]
[[sections]]
name = "facts"
[sections.table]
# what it costs
price = [
  "Price",  # everywhere
]
volume = "Holds"  # litres
"""
    changes = [
        Change("missing", ["-"], ["-", "none"]),
        Change("sections.facts.table.price", ["Price"], ["Price", "Cost"]),
        Change("sections.facts.table.volume", "Holds", ["Holds", "Volume"]),
    ]
    new = patched(text, changes)
    assert [line for line in difference(text, new, "k.toml").splitlines() if line[0] in "+-"] == [
        "--- k.toml",
        "+++ k.toml",
        '-missing = ["-"]',
        '+missing = ["-", "none"]',
        '+  "Cost",',
        '-volume = "Holds"  # litres',
        '+volume = ["Holds", "Volume"]  # litres',
    ]


TABLE = "| Yearly salary | $31,250 | $112,030 |\n| Growth rate | 2% | 3% |\n"


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("Nothing of it.", "the page has no label of the grammar (such as Yearly salary, "),
        (TABLE, "2 labels found; no names: the table has no header row and no line says `A vs B`"),
        (
            "| Yearly salary | $31,250 vs $112,030 |\n| Growth rate | 2% vs 3% |\n",
            "2 labels found; no names: its cells hold several values each, and no line says `A vs",
        ),
        (TABLE.replace("|", ""), "2 labels found; no names: no line above the labels has them"),
        (
            f"| A | B | C | D |\n{TABLE.replace('%', '% | 7%').replace(' |', ' | |', 1)}",
            "2 labels found; no names: the header row has ",
        ),
        (f"| Roofer | Actuary | |\n{TABLE}", ""),
    ],
)
def test_what_lacks_first_is_told(text: str, first: str) -> None:
    assert diagnose(text, [GRAMMAR]).first.startswith(first)
    assert bool(diagnose(text, [GRAMMAR]).first) == bool(first)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(
            "| Roofer | Actuary | |\n| Yearly salary | $31,250 | $112,030 |\n"
            "| Hourly rate | $15.02 | $53.86 |\n| Pay per hour | $15.02 | $53.86 |\n",
            id="no row of another field",
        ),
        pytest.param(
            "| Roofer | Actuary | |\n| Yearly salary | $31,250 | $112,030 |\n"
            "| Pay per hour | $999 | $1 |\n",
            id="a rule speaks against it",
        ),
    ],
)
def test_no_change_is_shown_that_makes_the_page_contradict_itself(text: str) -> None:
    before = read_page(text, GRAMMAR)
    assert before is not None
    for cause in diagnose(text, [GRAMMAR]).causes:
        grammar = changed(GRAMMAR, cause.changes)
        assert grammar is not None
        codes = [Counter(f.code for f in extract(text, g).findings) for g in (GRAMMAR, grammar)]
        assert codes[1].total() <= codes[0].total()


@pytest.mark.parametrize(
    ("cells", "proposed"), [("red | blue", False), ("$31,250 | red", True), ("$31,250 | $9", True)]
)
def test_no_label_is_proposed_whose_cells_do_not_fit(cells: str, proposed: bool) -> None:
    text = f"| Roofer | Actuary | |\n| Yearly pay | {cells} |\n| Growth rate | 2% | 3% |\n"
    causes = diagnose(text, [GRAMMAR]).causes
    assert proposed == any([c.kind == "label" and c.stands == "Yearly pay" for c in causes])


KETTLES = """
family = "kettles"
description = "Two kettles"
entities = 2
[fields]
price = { type = "money", unit = "USD", description = "Price" }
maker = { type = "text", description = "Who made it" }
color = { type = "text", description = "Its color" }
[[sections]]
name = "all"
[sections.table]
price = "Price"
maker = "Maker"
color = "Color"
"""
KETTLE_PAGE = "| | Pan | Pot |\n|---|---|---|\n| Price | $3 | $4 |\n"


@pytest.mark.parametrize(
    ("more", "changed"),
    [
        ("| Finish | red | blue |\n", []),  # the maker, or the color?
        ("| Colors | red | blue |\n", ["table:all.color"]),
        ("| Maker | Acme | Nord |\n| Finish | red | blue |\n", ["table:all.color"]),
        ("| General | | |\n| Maker | Acme | Nord |\n", []),
        ("| Maker | Acme | Nord |\n\nHard and soft\n\n| | Pan | Pot |\n| Price | $3 | $4 |\n", []),
        ("| Parts | Maker | Acme | Nord |\n| Color | red | blue |\n", []),
    ],
)
def test_a_patch_takes_no_label_that_fits_several_fields(more: str, changed: list[str]) -> None:
    steps = list(mended(KETTLES, None, KETTLE_PAGE + more))
    assert [step.cause.name for step in steps] == changed


def test_an_answer_of_another_field_is_no_mark() -> None:
    lid = '[fields]\nlid = { type = "boolean", description = "Lid" }\n'
    more = KETTLES.replace("[fields]\n", lid).replace('maker = "M', 'lid = "Lid"\nmaker = "M')
    page = KETTLE_PAGE.replace("$3", "No")
    kinds = [[c.kind for c in diagnose(page, [loaded(g, None)]).causes] for g in (KETTLES, more)]
    assert ["mark" in one for one in kinds] == [True, False]


def test_no_table_is_missing_whose_rows_stand_in_another() -> None:
    more = KETTLES.replace('color = "Color"\n', "") + (
        '[[sections]]\nname = "looks"\n[sections.table]\ncolor = "Color"\n'
    )
    for line, missing in (("| Color | red | blue |\n", []), ("", ["table:looks"])):
        page = f"{KETTLE_PAGE}| Maker | Acme | Nord |\n{line}"
        causes = diagnose(page, [loaded(more, None)]).causes
        assert [cause.name for cause in causes if cause.kind == "missing"] == missing


ROWS = load_grammar("cost-of-living")
RANKED = (Path(__file__).parents[2] / "samples/cost-of-living/twelve-countries.txt").read_text(
    "utf-8"
)


@pytest.mark.parametrize(
    ("old", "new", "kind", "name"),
    [
        ("Price Index |", "Cost Index |", "label", "table:ranking.price_index"),
        ("Cost of living in", "Cost of life in", "reworded", "line:pair"),
        ("An index of 134 means", "A figure of 134 means", "reworded", "line:reference"),
    ],
)
def test_causes_on_pages_whose_entities_are_rows(old: str, new: str, kind: str, name: str) -> None:
    text = RANKED.replace(old, new)
    assert text != RANKED
    first = diagnose(text, [GRAMMAR, ROWS]).causes[0]
    assert (first.kind, first.name) == (kind, name)
    grammar = changed(ROWS, first.changes)
    again = read_page(text, grammar) if grammar else None
    assert again is not None
    assert again.residue == []
    assert again.troubles == []


SWAPPED = page(GRAMMAR, Seeded("why"), "pipe").text.replace(
    "have different pay scales", "get different pay scales"
)


def test_the_smallest_change_is_shown() -> None:
    first = diagnose(SWAPPED, [GRAMMAR]).causes[0]
    (change,) = first.changes
    assert change.key == "sections.pay.sentences.scales"
    assert change.old == "{x:plural} and {y:plural} have different pay scales, as shown below."
    assert (
        change.new == "{x:plural} and {y:plural} (have|get) different pay scales, as shown below."
    )
    assert (first.expected, first.stands) == ("have", "get")
    assert SWAPPED[slice(*first.span)] == "get"


PANS = """
family = "pans"
description = "Two pans"
entities = 2
locale = "en-US"
fields.price = { type = "money", unit = "USD", description = "Price" }
fields.weight = { type = "quantity", unit = "g", description = "Weight" }
[[sections]]
name = "facts"
table = { price = "Price", weight = "Weight" }
"""
PAN = (
    "Pan vs Pot\n\nA pan costs $31, less than the $45 of a pot. A pan weighs 900 g. A pan has 3"
    " lids. Both are new.\n\n| | Pan | Pot |\n| Price | $31 | $45 |\n| Weight | 900 g | 1,200 g |\n"
)


def test_a_sentence_is_suggested_for_what_is_left_over(tmp_path: Path) -> None:
    (tmp_path / "pans.toml").write_text(PANS, "utf-8")
    found = diagnose(PAN, [load_grammar(tmp_path / "pans.toml")])
    assert [pattern for _, pattern in found.unsaid] == [
        "{x:a} costs {x.price}, less than the {y.price} of {y:a}.",
        "{x:a} weighs {x.weight}.",
        "{x:a} has {x.FIELD} lids.",
    ]
    assert '     "{x:a} weighs {x.weight}."' in list(lines("page", PAN, found, 1, Paint(False)))
    sentence = "{x:a} costs {x.price}, less than the {y.price} of {y:a}."
    known = PANS.replace("table =", f'sentences.cost = "{sentence}"\ntable =')
    (tmp_path / "pans.toml").write_text(known, "utf-8")
    found = diagnose(PAN, [load_grammar(tmp_path / "pans.toml")])
    assert [pattern for _, pattern in found.unsaid][:1] == ["{x:a} weighs {x.weight}."]


def test_a_figure_is_a_slot_and_no_wording() -> None:
    said = 'sentences.lids = "{x:a} weighs {x.weight} and has 2 lids."\ntable ='
    page = PAN.replace(PAN[12:108], "A pan weighs 900 g and has 3 lids.")
    found = diagnose(page, [loaded(PANS.replace("table =", said), None)])
    assert [cause.changes for cause in found.causes if cause.kind == "reworded"] == [()]
    assert "{x:a} weighs {x.weight} and has {x.FIELD} lids." in dict(found.unsaid).values()
    told = list(lines("page", page, found, 1, Paint(False)))
    assert not any(["no known change" in line for line in told])


@pytest.mark.parametrize(
    ("pattern", "said", "new"),
    [
        ("needs {x.time}", "takes more than 10 months", "(needs|takes) {x.time}"),
        ("costs {x.price}", "is priced at $31", "(costs|is priced at) {x.price}"),
    ],
)
def test_words_of_a_figure_are_not_taken_from_it(pattern: str, said: str, new: str) -> None:
    time = 'fields.time = { type = "duration", units = ["month"], description = "Time" }\n'
    said_of = f'sentences.lasts = "{{x:a}} {pattern} by now."\ntable ='
    grammar = loaded(PANS.replace("[[", f"{time}[[", 1).replace("table =", said_of), None)
    first = diagnose(PAN.replace(PAN[12:108], f"A pan {said} by now."), [grammar]).causes[0]
    assert [change.new for change in first.changes] == [f"{{x:a}} {new} by now."]


def test_a_sentence_that_is_read_has_no_other_words() -> None:
    said = 'sentences.heavy = "The weight of {x} is {x.weight}, which is less than {y.weight}."\n'
    page = PAN.replace(
        PAN[12:108],
        "The weight of Pan is 900 g, which is less than 1,200 g. Pan is 2nd, Pot is 3rd.",
    )
    grammar = loaded(PANS.replace("table =", f"{said}table ="), None)
    assert not [one for one in diagnose(page, [grammar]).causes if one.kind == "reworded"]


@pytest.mark.parametrize(
    ("text", "near"),
    [
        ("Kettles.", False),
        ("Yearly salary: $5", True),
        ("The top five skills for an actuary include sums.", True),
    ],
)
def test_it_is_told_whether_any_grammar_is_near(text: str, near: bool) -> None:
    first = next(lines("page", text, diagnose(text, [GRAMMAR]), 1, Paint(False)))
    assert ("no grammar is near" in first) is not near


def test_it_is_told_in_words_and_as_values() -> None:
    found = diagnose(SWAPPED, [GRAMMAR])
    text = list(lines("page", SWAPPED, found, 1, Paint(False)))
    assert text[0].startswith("page: nearest grammar is occupation-comparison; ")
    assert text[2].startswith("  1. different words in sentence:scales at page:")
    assert "     expected  have" in text
    assert "     found     get" in text
    assert row(found, 1)["causes"][0]["element"] == "sentence:scales"
    assert {cause.kind for cause in found.causes} <= set(WORDS)


@pytest.mark.parametrize("text", ["", " \n", "Kettles are great.", "| a | b |\n| 1 | 2 |\n" * 50])
def test_a_page_of_no_family_has_no_certain_cause(text: str) -> None:
    found = diagnose(text, [GRAMMAR])
    assert found.values == 0
    assert not any(cause.score >= 0.6 for cause in found.causes)
    assert list(lines("page", text, found, 3, Paint(False)))


@pytest.mark.parametrize(
    "more",
    ["Lineman Chairperson x ", "LinemanChairpersonfoo", "What does a lineman do?\n", "Hats "],
)
def test_time_grows_with_the_text_and_no_faster(more: str) -> None:
    page = (Path(__file__).parents[2] / "samples" / SAMPLE).read_text("utf-8")

    def seconds(size: int) -> float:
        start = process_time()
        diagnose(page + more * (size // len(more)), [GRAMMAR])
        return process_time() - start

    assert seconds(64_000) < 4 * 8 * max(seconds(8_000), 0.02)


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_clean_page_has_no_certain_cause(layout: str) -> None:
    clean = page(GRAMMAR, Seeded("clean"), layout)
    if not read_page(clean.text, GRAMMAR).troubles:  # type: ignore[union-attr]
        found = diagnose(clean.text, [GRAMMAR])
        assert not any(cause.score >= 0.6 for cause in found.causes)


def kettles(folder: Path, rest: str) -> Grammar:
    """A grammar of pages that compare two kettles."""
    path = folder / "kettles.toml"
    head = 'family = "kettles"\ndescription = "Kettles"\nentities = 2\n'
    path.write_text(head + rest, "utf-8")
    return load_grammar(path)


def test_a_line_of_names_is_no_row(tmp_path: Path) -> None:
    grammar = kettles(
        tmp_path,
        '[fields.maker]\ntype = "text"\ndescription = "Maker"\n'
        '[fields.lid]\ntype = "text"\ndescription = "Lid"\n'
        '[[sections]]\nname = "facts"\n[sections.table]\nmaker = "Maker"\nlid = "Lid"\n',
    )
    text = "Holm Ember Go vs Tarn Wren Mini\n\n| | Ember | Wren |\n| Lid | Oak | Ash |\n"
    causes = diagnose(text, [grammar]).causes
    assert [cause.name for cause in causes if cause.kind == "label"] == []


def test_an_unknown_label_may_be_of_a_cell_of_several_values(tmp_path: Path) -> None:
    grammar = kettles(
        tmp_path,
        '[fields.volume]\ntype = "quantity"\nunit = "l"\ndescription = "Volume"\n'
        '[fields.price]\ntype = "money"\ndescription = "Price"\n'
        '[fields.note]\ntype = "text"\ndescription = "Note"\n'
        '[[sections]]\nname = "facts"\n[sections.table]\nvolume = "Volume"\n'
        '[sections.cells]\n"Price" = ["{price} ({note})", "{price}"]\n',
    )
    text = "Elm vs Oak\n\n| | Elm | Oak |\n| Volume | 2 l | 3 l |\n| Prices | $22 | $38 |\n"
    causes = diagnose(text, [grammar]).causes
    found = [c for c in causes if c.kind == "label" and c.stands == "Prices"]
    assert [(c.name, c.changes) for c in found] == [("table:facts.price", ())]


def test_words_that_differ_in_a_row_are_no_marks(tmp_path: Path) -> None:
    grammar = kettles(
        tmp_path,
        '[fields.lid]\ntype = "boolean"\ndescription = "Lid"\n'
        '[fields.price]\ntype = "money"\ndescription = "Price"\n'
        '[[sections]]\nname = "facts"\n[sections.table]\nlid = "Lid"\nprice = "Price"\n'
        '[sections.sentences]\ncosts = "{x:a} costs {x.price}."\n',
    )
    text = "| | Elm | Oak |\n| Lid | {} | {} |\n| Price | $22 | $38 |\nAn elm costs $22.\n"
    marks = {cause.name for cause in diagnose(text.format("Fine", "Loose"), [grammar]).causes}
    assert marks.isdisjoint({"Fine", "Loose"})
    causes = diagnose(text.format("None", "Loose"), [grammar]).causes
    assert "None" in {cause.name for cause in causes if cause.kind == "mark"}
    # nor is a table above the sentences of its section in another place
    assert "moved" not in {cause.kind for cause in causes}


CHIPS = """
family = "chips"
description = "Two chips"
entities = 2
[fields.core]
type = "text"
description = "Core"
[fields.socket]
type = "text"
description = "Socket"
[fields.clock]
type = "quantity"
unit = "GHz"
description = "Clock"
[fields.power]
type = "quantity"
unit = "W"
description = "Power"
[[sections]]
name = "specs"
[sections.table]
core = "Core"
socket = "Socket"
clock = "Clock"
[[sections]]
name = "use"
[sections.table]
power = "Power"
"""
CHIP_ROWS = "Core\nSky\nClark\nClock\n3 GHz\n2 GHz\n"


@pytest.mark.parametrize(
    ("page", "kind", "name", "stands"),
    [
        pytest.param(
            f"Ash vs Elm\n\nSpecs\nOak\nFir\n{CHIP_ROWS}\nUse\nAsh\nElm\nPower\n65 W\n45 W\n",
            "untitled",
            "table:specs",
            "Oak | Fir",
            id="titles that the page names nowhere else",
        ),
        pytest.param(
            "Ash vs Elm\n\nAsh\nElm\n" + CHIP_ROWS.replace("Clock", "Lids\nClock"),
            "stray",
            "table:specs.core",
            "Lids",
            id="a label without values below a row of words",
        ),
    ],
)
def test_what_the_page_lacks_is_no_unknown_label(
    tmp_path: Path, page: str, kind: str, name: str, stands: str
) -> None:
    path = tmp_path / "chips.toml"
    path.write_text(CHIPS, "utf-8")
    first, *others = diagnose(page, [load_grammar(path)]).causes
    assert (first.kind, first.name, first.stands) == (kind, name, stands)
    assert not any([one.changes or one.kind == "mark" for one in (first, *others)])


SHEETS = """
family      = "sheets"
description = "Two plates compared"
locale      = "en-US"
entities    = 2

[fields]
mass = {{ {mass}, description = "Mass of a volume" }}
size = {{ type = "number", description = "Length" }}

[[sections]]
name = "facts"
[sections.table]
mass = "Mass"
size = "Size"
"""
PLATES = "| | Red Plate | Blue Plate |\n| Size | 1 | 2 |\n| Mass | {0} | {1} |\n"


@pytest.mark.parametrize(
    ("mass", "cells", "changes"),
    [
        ('type = "number-range"', ("9", "3 - 5"), [("single", True)]),
        ('type = "number"', ("9", "3 - 5"), [("type", "number-range"), ("single", True)]),
        ('type = "number"', ("9 g/cc", "3 g/cc"), [("unit", "g/cc")]),
        ('type = "number", unit = "kg"', ("9 g/cc", "3 g/cc"), [("unit", "g/cc")]),
        ('type = "number"', ("9%", "3%"), [("unit", "%")]),
        ('type = "count"', ("9.5", "3"), [("type", "number")]),
        ('type = "number"', ("9 million", "3 million"), [("type", "count")]),
        ('type = "number"', ("9e-06 m", "3e-06 m"), None),
        ('type = "number"', ("heavy", "light"), None),
    ],
)
def test_settings_that_would_read_the_cells(
    mass: str, cells: tuple[str, str], changes: list[tuple[str, object]] | None
) -> None:
    grammar = loaded(SHEETS.format(mass=mass), None)
    found = diagnose(PLATES.format(*cells), [grammar]).causes
    best = [cause for cause in found if cause.kind == "type" and cause.changes][:1]
    said = [(one.key.rpartition(".")[2], one.new) for cause in best for one in cause.changes]
    assert said == (changes or [])


def test_a_header_that_lacks_the_first_column_of_its_section() -> None:
    text = SHEETS.format(mass='type = "number"').replace("entities    = 2", 'entities = "rows"')
    text = text.replace("[sections.table]", "[sections.columns]") + 'title = "Plate"\n'
    first = diagnose("Plate Size\nRed 9\nBlue 3\n", [loaded(text, None)]).first
    assert first.startswith("2 labels found; no row below them is read: the header lacks mass, the")


def test_slots_without_an_article_name_nobody() -> None:
    sentence = '[sections.sentences]\nheavy = "{x} is heavier than {y}."\n[sections.table]'
    text = SHEETS.format(mass='type = "number"').replace("[sections.table]", sentence)
    first = diagnose("Red is heavier than Blue.\nMass 9 3\n", [loaded(text, None)]).first
    assert first.endswith("only in slots with an article, such as {x:a}")
