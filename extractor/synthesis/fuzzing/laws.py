"""The laws that the engine must keep on every generated page.

Each law takes a `Trial` and yields its failures. They also hold for pages with parts removed, so
that failing pages can be shrunk.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from extractor.fields.sampling import Seeded
from extractor.model import Finding, Mention
from extractor.record import Record
from extractor.synthesis.damage import silent, spoil_any
from extractor.synthesis.faults import BORDERED
from extractor.synthesis.faults.planting import plant_any
from extractor.synthesis.noise import NOISES
from extractor.synthesis.parts import Grid
from extractor.synthesis.phrases import Comparison
from extractor.synthesis.scoring import ABSTENTIONS, score
from extractor.tokenizer.view import view

from .trial import Failure, Law, Trial, shown

#: findings about something missing, expected if parts were removed
LACKING = frozenset({"CMP001", "CMP002", "CMP004"})
#: the finding that a row has too few cells
SHORT = "CMP003"
#: the finding that a value is not whole
BROKEN = "VAL005"
#: layouts where only values show which lines are a row: a fault may leave that open
LEANING = frozenset({"aligned"})
#: a word on no page
MARK = "Zyxwvut"
#: places in a small page where that word is tried
SPOTS = 60


def two_way(trial: Trial) -> Iterator[Failure]:
    """Everything written is read, or a finding says that it is open."""
    open_ = {finding.field for finding in _cut_off(trial)}
    for case in trial.score.cases:
        if case.kind == "silent" and case.fact.field in open_:
            continue
        if case.kind in ("wrong", "silent"):
            got = [value for value, _ in case.got if case.kind == "wrong"]
            yield trial.failure("two-way", case.kind, got, case.fact.value, case.fact.field)


def _cut_off(trial: Trial) -> list[Finding]:
    """The findings that a value may be the end of a longer one, as the page begins with it."""
    text, found = trial.page.text, trial.record.findings
    top = len(text) - len(text.lstrip())
    return [f for f in found if f.code == BROKEN and f.spans[0].start == top]


def claims(trial: Trial) -> Iterator[Failure]:
    """Exactly the written comparisons are read."""
    record = trial.record
    titles = [title.casefold() for title in record.titles]
    read = [
        Comparison(
            c.field,
            titles[c.subject],
            c.relation,
            None if c.object is None else titles[c.object],
            c.amount.value if c.amount else None,
        )
        for c in record.claims
    ]
    wanted = [
        c._replace(subject=c.subject.casefold(), object=c.object and c.object.casefold())
        for c in trial.page.claims
    ]
    if read != wanted and record.family is not None:
        left = Counter(read) - Counter(wanted)
        open_ = trial.page.layout not in BORDERED and not ABSTENTIONS.isdisjoint(trial.codes)
        if left or not open_:
            field = (read or wanted)[0][0]
            yield trial.failure("claims", "another claim", read, wanted, field)


def clean(trial: Trial) -> Iterator[Failure]:
    """A page without a fault has no unexpected findings."""
    known = trial.page.codes
    if trial.page.layout not in BORDERED or trial.nameless:
        known |= ABSTENTIONS
    cut_off = _cut_off(trial)
    for finding in trial.record.findings:
        if finding in cut_off or (finding.code == SHORT and _leaves_out(trial, finding)):
            continue
        if finding.code not in known and (trial.whole or not _lacking(trial, finding)):
            field = finding.field or ""
            yield trial.failure("clean", finding.code, finding.message, "no finding", field)


def _leaves_out(trial: Trial, finding: Finding) -> bool:
    """Whether a row leaves out its last cell and border: a capital inside a word of the cell before
    may then look like a lost border."""
    return trial.page.layout == "tabbed" and any(
        strip.field == finding.field and not strip.boxes[-1].text
        for grid in trial.page.sheet.parts
        if isinstance(grid, Grid)
        for strip in grid.strips
    )


def _lacking(trial: Trial, finding: Finding) -> bool:
    """Whether a finding is about a part that was removed from the page."""
    if finding.code not in LACKING or finding.field is None:
        return finding.code in LACKING
    shown = {part.name: part for part in trial.page.sheet.parts if isinstance(part, Grid)}
    return any(
        plan.name not in shown or all(s.field != finding.field for s in shown[plan.name].strips)
        for plan in trial.grammar.tables
        if finding.field in plan.fields
    )


def grounded(trial: Trial) -> Iterator[Failure]:
    """Reading the text of a span again gives the value."""
    record, readers = trial.record, trial.grammar.readers
    for mention in record.mentions:
        reading = readers[mention.field](_words(record, mention))
        value = reading.choices[0] if reading.problem == "bounds" else reading.value
        if (value, reading.unit) != (mention.value, mention.unit):
            yield trial.failure("grounded", "reads otherwise", value, mention.value, mention.field)


def _words(record: Record, mention: Mention) -> str:
    spans = mention.fragments or ((mention.start, mention.end),)
    return "\n".join([view(record.source[start:end]).text for start, end in spans])


def lossless(trial: Trial) -> Iterator[Failure]:
    """A word inserted anywhere appears in a value, a finding or the residue; and no character is
    both claimed and left over."""
    text = trial.page.text
    places = [Seeded(f"{trial.page.name}:lossless").integer(0, len(text))]
    if not trial.whole:  # the place moves as a page shrinks: try many
        places = [len(text) * share // SPOTS for share in range(SPOTS + 1)]
    for at in places:
        record = trial.read(f"{text[:at]} {MARK} {text[at:]}")
        if MARK.casefold() not in "\n".join(_accounted(record)).casefold():
            lost = f"{MARK!r} at {at}: nowhere"
            yield trial.failure("lossless", "text is lost", lost, "residue", "", record.source)
            break
    whole = [s for m in trial.record.mentions for s in m.fragments or ((m.start, m.end),)]
    for start, end in trial.record.residue:
        if any(a < end and start < b for a, b in whole):
            left = trial.page.text[start:end]
            yield trial.failure("lossless", "claimed and left over", left, "one of both")


def _accounted(record: Record) -> list[str]:
    """All text of the page that a record accounts for."""
    spans = [(m.start, m.end) for m in record.mentions]
    spans += [span for finding in record.findings for span in finding.spans]
    spans += [(claim.start, claim.end) for claim in record.claims]
    return [*record.titles, *(record.source[a:b] for a, b in [*spans, *record.residue])]


def noise(trial: Trial) -> Iterator[Failure]:
    """Harmless noise changes nothing."""
    chooser = Seeded(f"{trial.page.name}:noise")
    name = chooser.choice(list(NOISES))
    after = trial.read(NOISES[name](trial.page.text, chooser))
    before = trial.record
    first, second = _facts(before), _facts(after)
    if first != second:
        yield trial.failure(
            "noise", name, [*(second - first)], [*(first - second)], "", after.source
        )
    elif (codes := [f.code for f in after.findings]) != (old := [f.code for f in before.findings]):
        yield trial.failure("noise", f"{name}, findings", codes, old, "", after.source)


def _facts(record: Record) -> Counter[str]:
    return Counter(
        f"{record.titles[m.entity].casefold()} {m.field} {m.value} {m.unit} {m.place}"
        for m in record.mentions
    )


def faults(trial: Trial) -> Iterator[Failure]:
    """A fault is found with its code and no other; everything else is still read."""
    page = trial.page
    planted = plant_any(page.sheet, page.look, Seeded(f"{page.name}:fault"))
    if planted is None:
        return
    fault, changed, text = planted
    record = trial.read(text)
    before = {finding.code for finding in trial.record.findings}
    after = {finding.code for finding in record.findings}
    bordered = page.layout in BORDERED - LEANING
    if trial.nameless or (
        not trial.whole and (record.family is None or trial.record.family is None)
    ):
        return
    short = {f.code for f in record.findings if f.code == SHORT and _leaves_out(trial, f)}
    opened = not bordered and not after.isdisjoint(ABSTENTIONS)
    opened |= bool(short)  # the fault may look like a lost border, and so is not read
    if fault.code not in after and not opened:
        yield trial.failure(
            "faults", f"{fault.name} not found", sorted(after), fault.code, "", text
        )
    known = {*before, *short, fault.code, *(() if bordered else ABSTENTIONS)}
    known |= frozenset() if trial.whole else LACKING
    for code in sorted(after - known):
        yield trial.failure(
            "faults", f"{fault.name} also {code}", sorted(after), fault.code, "", text
        )
    if fault.code in ABSTENTIONS:
        return
    unread = {(case.kind, case.fact.field) for case in trial.score.cases}
    for case in score(changed, text, record).cases:
        if case.kind in ("wrong", "silent") and (case.kind, case.fact.field) not in unread:
            kind = f"{fault.name}, then {case.kind}"
            got = [value for value, _ in case.got if case.kind == "wrong"]
            yield trial.failure("faults", kind, got, case.fact.value, case.fact.field, text)


def damage(trial: Trial) -> Iterator[Failure]:
    """On a spoilt page, every value is stated, or a finding on its field contradicts it."""
    found = spoil_any(trial.page, Seeded(f"{trial.page.name}:damage"))
    if found is None:
        return
    kind, spoilt = found
    for wrong in silent(spoilt, trial.read(spoilt.text)):
        came = f"{wrong.entity}: {shown(wrong.value)}"
        stated = [shown(value) for value in wrong.stated] or "nothing"
        yield trial.failure("damage", kind.name, came, stated, wrong.field, spoilt.text)


_BOTH = (
    "the grammar, if two parts of it can read the same text (`extractor layout` on the page shows"
    " what each read), else a bug of extractor"
)
_ENGINE = "a bug of extractor, not the grammar's: please report it"
#: for each law, what it demands, and where to look if it fails
MEANING: Mapping[str, str] = {
    "two-way": f"a value is not read as it was written; {_BOTH}",
    "claims": f"a comparison is not read as it was written; {_BOTH}",
    "clean": f"a page without a fault got a finding; {_BOTH}",
    "grounded": f"the text of a value reads as another value; {_ENGINE}",
    "lossless": f"text of the page is lost, or counted twice; {_ENGINE}",
    "noise": f"what means nothing (blanks, line ends) changed the values; {_ENGINE}",
    "faults": f"a planted fault got no finding, or others besides; {_ENGINE}",
    "damage": f"a spoilt page gave a value that it does not state; {_ENGINE}",
}

#: every law of the engine, by name
ENGINE: Mapping[str, Law] = {
    "two-way": two_way,
    "claims": claims,
    "clean": clean,
    "grounded": grounded,
    "lossless": lossless,
    "noise": noise,
    "faults": faults,
    "damage": damage,
}
