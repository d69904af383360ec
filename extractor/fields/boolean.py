"""Yes or no: `Yes`, `True`, `✓`, `√`, `Supported`; `No`, `False`, `✗`, `×`, `Not supported`.

The value is true or false. A grammar's `yes` and `no` add words; case does not matter. A lone `x`
is neither: it ticks a box on some pages and crosses it out on others.
"""

from __future__ import annotations

from extractor.errors import GrammarError
from extractor.fields.base import EMPTY, PARTIAL, FieldSpec, FieldType, Reader, Reading, Value, make
from extractor.fields.sampling import Samples
from extractor.fields.text import fold

#: usual words and signs, by value; words at the same index are opposites, and the first ones follow
#: the order of `STYLES`
WORDS: dict[bool, tuple[str, ...]] = {
    True: ("yes", "true", "✓", "supported", "✔", "☑", "✅", "included", "y", "√"),
    False: (
        "no",
        "false",
        "✗",
        "not supported",
        "✘",
        "×",
        "❌",
        "✖",
        "unsupported",
        "not included",
        "n",
    ),
}
STYLES = ("plain", "truth", "mark", "supported")
#: without `y` and `n`: a single letter can mean many things
_ANSWERS = frozenset(w for words in WORDS.values() for w in words if len(w) > 1 or not w.isalpha())
#: variation selectors: they ask for emoji or text style and do not change the meaning
_VARIANTS = str.maketrans("", "", "\ufe0e\ufe0f")


def compile(spec: FieldSpec) -> Reader:
    """A reader of yes and no. Raises GrammarError for a word in both `yes` and `no`."""
    known = {word: value for value, words in WORDS.items() for word in words}
    own = {
        word.casefold(): value
        for value, words in ((True, spec.yes), (False, spec.no))
        for word in words
    }
    if both := sorted(
        {word.casefold() for word in spec.yes} & {word.casefold() for word in spec.no}
    ):
        raise GrammarError([f"yes: {both[0]!r} is in `no` as well; remove one"])
    known |= own

    def read(text: str) -> Reading:
        word = fold(text.translate(_VARIANTS)).casefold()
        value = known.get(word, known.get(word.rstrip(".")))
        if value is None:
            return PARTIAL if text.strip() else EMPTY
        return make((value, None, None, ()))

    return read


def render(value: Value, spec: FieldSpec, style: str) -> str:
    """The value as text: `Yes`, `No`; truth `True`, `False`; mark `✓`, `✗`; supported `Supported`,
    `Not supported`."""
    return WORDS[value][STYLES.index(style)].capitalize()


def schema(spec: FieldSpec) -> dict[str, Value]:
    """True or false."""
    return {"type": "boolean"}


def sample(spec: FieldSpec, part: str, realistic: bool) -> Samples:
    """Both values."""
    return True, False


TYPE = FieldType(
    name="boolean",
    compile=compile,
    render=render,
    schema=schema,
    sample=sample,
    styles=STYLES,
    options=frozenset({"yes", "no"}),
    answers=_ANSWERS,
)
