"""A list of short texts: `customer service, data entry and purchase orders`, or one item per line.

A text is in lines if its first line starts with a bullet (`-`, `*`, `•`, `+`, `1.`, `1)`) or if it
ends in a sentence stop; otherwise it is inline. With bullets, each bullet starts an item; without,
each line that ends in a sentence stop ends one. Other line ends are wraps. Sentences on one line
are separate items if nothing separates them (`…policy.Train staff.`: a tool dropped the line ends);
with a space between, they may be one item or several.

Inline, items are split at `;` if there is one, else at commas (not within `1,000`), and never
within parentheses (`GSM (900, 1800), LTE`); then the last part, unless it starts with `and`, is
split once more at its ` and `. If that part has several of these, the list is ambiguous. An empty
last item is dropped: lists are often cut off there.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from extractor.deferred import deferred
from extractor.fields import prose
from extractor.fields import text as texts
from extractor.fields.base import EMPTY, PARTIAL, FieldSpec, FieldType, Reader, Reading, Value
from extractor.fields.sampling import Chooser, Samples, several
from extractor.fields.text import ELLIPSES, JOINT, REPLACED, fold

_BULLETS = "-*•+0123456789"
_BULLET = deferred(r"\s*(?:[-*•+]|[0-9]{1,3}[.)])\s+")
#: a stop after a word of two letters or more: not the last dot of `U.S.`
_STOP = deferred(r"(?:^|[\s(\"“‘'/-])[^\s.]{2,}[.!?][\"”’')]?$")
#: a note in parentheses
_NOTE = deferred(r"\([^()]*\)")
_COMMA = deferred(r" ?,(?!(?<=[0-9],)[0-9]) ?")
#: between two sentences with nothing between them; the other two match sentences with a space
_GLUE = deferred(r"(?<=[^\W_A-Z\d][.!?])(?=[A-Z])")
_INNER = deferred(r"[^\W_][.!?] *+[-*•+] +[A-Z]")
_NEXT = deferred(r"[^\W_][.!?] +[A-Z]")
#: the end of a sentence with more words after it
_PASSED = deferred(r"[.!?](?<=[^\W\d_A-Z]{3}.) +[a-z]")
#: how many characters of a line's end are searched for its stop
_TAIL = 200
#: a text with more readings than this is prose, not a list
_MOST_READINGS = 8


def _stopped(line: str) -> bool:
    """Whether a line without trailing white space ends in a sentence stop."""
    return line[-1:] in ".!?\"”’')" and _STOP.search(line[-_TAIL:]) is not None


def _lined(lines: list[str]) -> list[str]:
    """The items of a text in lines."""
    bulleted = _BULLET.match(lines[0] + " ") is not None
    items: list[list[str]] = [[]]
    for line in lines:
        bullet = _BULLET.match(line + " ") if bulleted else None
        if bullet and items[-1]:
            items.append([])
        items[-1].append(line[bullet.end() :] if bullet else line)
        if not bulleted and _stopped(line):
            items.append([])
    return [text for item in items if (text := fold(" ".join(item)))]


def _inline(text: str) -> list[list[str]]:
    """The possible lists of a text in one line: none, one or several."""
    notes = _NOTE.findall(text) if "(" in text else []
    if not notes:
        return _split(text)
    return [_restored(items, notes) for items in _split(_NOTE.sub(REPLACED, text))]


def _restored(items: Sequence[str], notes: Sequence[str]) -> list[str]:
    """The items with their notes put back."""
    left = iter(notes)
    return ["".join([next(left) if c == REPLACED else c for c in item]) for item in items]


def _split(text: str) -> list[list[str]]:
    """The same for a text without parentheses."""
    items = _parts(text)
    last = items.pop()
    if not all(items) or _PASSED.search(text):
        return []
    if last.startswith("and "):
        return [[*items, last[4:]]] if items else []
    pieces = f"{last} ".split(" and ")
    if last in ("", "and") or len(pieces) == 1:
        return [[*items, last]] if last not in ("", "and") else [items] if items else []
    if len(pieces) > _MOST_READINGS:
        return []
    cuts = [
        (" and ".join(pieces[:cut]), " and ".join(pieces[cut:]).strip())
        for cut in range(1, len(pieces))
    ]
    return [[*items, *(item for item in cut if item)] for cut in cuts]


def _parts(text: str) -> list[str]:
    """The text cut at semicolons, or else at commas."""
    if ";" in text:
        return [part.strip() for part in text.split(";")]
    if text.count(",") == text.count(", "):
        return [part.strip() for part in text.split(", ")]
    return [part.strip() for part in _COMMA.split(text)]


def compile(spec: FieldSpec) -> Reader:
    """A reader of lists; the field has no vocabulary or bounds."""
    unit = spec.unit

    def read(text: str) -> Reading:
        text = text.strip()
        if not text:
            return EMPTY
        if REPLACED in text or text.endswith(ELLIPSES):
            return PARTIAL
        if (text[0] in _BULLETS and _BULLET.match(text)) or _stopped(text):
            lines = [line.rstrip() for line in text.splitlines() if line.strip()]
            if len(lines) == 1 and not _BULLET.match(text):
                lines = _GLUE.split(text)
                if any(map(_NEXT.search, lines)):
                    return Reading(None, unit, "ambiguous", ([text], _NEXT.split(text)))
            items = _lined(lines)
            return Reading(items, unit) if items else PARTIAL
        lists = _inline(fold(text))
        if len(lists) == 1:
            return Reading(lists[0], unit)
        return Reading(None, unit, "ambiguous", tuple(lists)) if lists else PARTIAL

    return read


#: a capital before a lower-case letter, or a digit before a letter: it may belong to the cell
#: before, as items start in lower case (`ADA` `data entry`, not `AD` `Adata entry`)
_SHIFTED = deferred(r"[^\W_a-z][a-z]|\d[^\W\d_]")


def are_cells(cells: Sequence[str], glued: bool) -> bool:
    """Whether each text looks like one whole cell: none ends in `and` or a comma, and none could
    start one letter later."""
    if not texts.are_cells(cells, glued) or any([cell.endswith((" and", ",")) for cell in cells]):
        return False
    return not glued or not any(
        [
            (before[-1:].isupper() or before[-1:].isdigit()) and _SHIFTED.match(after)
            for before, after in pairwise(cells)
        ]
    )


def _items(lines: list[str], bulleted: list[bool]) -> list[list[str]]:
    """The lines of each bulleted item; [] without bullets."""
    starts = [at for at, bullet in enumerate(bulleted) if bullet]
    return [lines[a:b] for a, b in pairwise([*starts, len(lines)])] if starts else []


def _indent(line: str) -> int:
    """The indent of a line, in characters."""
    return len(line) - len(line.lstrip())


def flaw(text: str) -> str:
    """Why a list in lines is not whole, or "": a line that neither starts nor continues an item, or
    an item that ends, is indented or set apart unlike the others. The first item's indent counts
    only if the text begins with it."""
    lines = prose.lines_of(text)
    if found := prose.misplaced(lines):
        return found
    if not lines:
        return ""
    width = max(map(len, lines))
    bulleted = [_BULLET.match(line + " ") is not None for line in lines]
    if any(bulleted) and not bulleted[0]:
        return "its first line is not an item"
    begun = [True, *(bulleted[1:] if any(bulleted) else map(prose.is_stopped, lines[:-1]))]
    pairs = pairwise(["", *text.splitlines()])
    shown = [(not above.strip(), line) for above, line in pairs if line.strip()]
    starts = [one for one, begins in zip(shown, begun, strict=True) if begins]
    indents = {_indent(line) for _, line in starts[not text[:1].isspace() :]}
    if len(indents) > 1 or len({apart for apart, _ in starts[1:]}) > 1:
        return "its items do not stand alike"
    more = [at for at in range(1, len(lines)) if any(bulleted) and not begun[at]]
    if more and all([prose.is_stopped(lines[at - 1]) for at in more]):
        return "one of its lines breaks off"  # no item wraps
    for at, (line, following) in enumerate(pairwise(lines), 1):
        if not begun[at] and (shown[at][0] or not prose.is_wrapped(line, following, width)):
            return "one of its lines breaks off"
        if not begun[at] and 0 < _indent(shown[at][1]) < min(indents, default=0):
            return "one of its lines is no part of an item"
    if any([_INNER.search(line) for line in lines]) or (
        lines[1:] and any(map(_GLUE.search, lines))
    ):
        return "several of its items are on one line"
    for item in _items(lines, bulleted):
        if any(map(prose.is_stopped, item)) and not prose.is_stopped(item[-1]):
            return "one of its items ends in the middle of a sentence"
    items = _lined(lines) if lines[1:] or any(bulleted) else _GLUE.split("".join(lines))
    if any(bulleted) and any([item.endswith(",") for item in items]):
        return "one of its items breaks off"
    for looks in (prose.is_stopped, prose.is_begun):
        if len({*map(looks, items)}) > 1:
            return "one of its items is part of a sentence"
    return ""


def render(value: Value, spec: FieldSpec, style: str) -> str:
    """The list as text: `a, b and c`; oxford `a, b, and c`; lines `- a`, one per line.

    Items that do not survive inline (with commas, say) are written in lines, whatever the style.
    Raises ValueError if no spelling reads back: an empty list or an empty item.
    """
    items: list[str] = value[:-1]
    last: str = value[-1]
    if style != "lines":
        joint = ", and " if style == "oxford" and items else " and " if items else ""
        text = ", ".join(items) + joint + last
        if compile(spec)(text).value == value:
            return text
    text = "\n".join(f"- {item}" for item in value)
    if compile(spec)(text).value != value:
        raise ValueError(f"{value!r} is no list that a text can hold")
    return text


def schema(spec: FieldSpec) -> dict[str, Value]:
    """An array of strings."""
    return {"type": "array", "items": {"type": "string", "minLength": 1}, "minItems": 1}


#: items of inline lists
SAMPLES = (
    "data entry", "phone calls", "customer service", "reports", "patience", "scheduling",
    "vital signs", "purchase orders", "spreadsheets", "hand tools", "safety", "quality checks",
    "first aid", "stock control", "public speaking", "budgets", "Spanish", "driving",
)  # fmt: skip
UGLY_SAMPLES = (
    "C #", "PL/SQL", "C++", "K-12", "R", "R&D", "e-mail", "2D drawing", "Node.js", "non-profit",
    "ISO 9001", "Children's books", "ADA", "on-the-job training",
)  # fmt: skip
#: items of lists with one line per item
DUTIES = (
    "Train new hires.",
    "Keep accurate logs of every shift, in line with company policy.",
    "Order parts, tools and paper.",
    "Report R&D numbers to the head of each team and to other staff.",
    "Lead safety drills - twice a year.",
    "Use C # and PL/SQL to keep the books of 3 warehouses.",
    "Plan routes with dispatch, vendors and clients so that every order gets there on time.",
    "Clean and close the shop at the end of the day.",
    "Help with the Children's Day, the spring fair and other events.",
    "Answer up to 40 calls a day and write down what was said.",
)


def sample(spec: FieldSpec, part: str, realistic: bool) -> Samples:
    """Skills, inline; or whole sentences, one per line."""
    if part == "lines":
        return several(DUTIES, 1, 6)
    usual, chance = several(SAMPLES, 1, 3), 0.1 if realistic else 0.4

    def make(chooser: Chooser) -> Value:
        found = chooser.choice(usual)
        return [chooser.choice(UGLY_SAMPLES), *found[1:]] if chooser.boolean(chance) else found

    return make


TYPE = FieldType(
    name="list",
    compile=compile,
    render=render,
    schema=schema,
    sample=sample,
    styles=("plain", "oxford", "lines"),
    lines=True,
    words=True,
    alike=are_cells,
    strict=True,
    joint=JOINT,
    telling=0.4,
    flaw=flaw,
)
