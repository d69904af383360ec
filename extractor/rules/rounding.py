"""The precision of a printed number: the place value of its last printed digit.

Pages round what they print, so two numbers agree if they differ by no more than half a unit of
their last digits. `unit_of_text` uses the digits as printed; `unit_of_value` has only the value and
assumes the coarsest rounding, so it is never stricter.
"""

from __future__ import annotations

from decimal import Decimal

from extractor.deferred import deferred
from extractor.fields.base import Number
from extractor.model import Page

HALF = Decimal("0.5")
_DIGITS = deferred(r"[0-9]+")
_NUMBER = deferred(r"[0-9]+(?:[.,][0-9]+)*")


def unit_of_value(value: Number) -> Decimal:
    """The coarsest place value that a value's last printed digit can have: 100 for 37500, 0.1 for
    18.50; 1 for 0."""
    exponent = Decimal(value).normalize().as_tuple().exponent
    if not value or not isinstance(exponent, int):
        return Decimal(1)
    return Decimal(1).scaleb(exponent)


def unit_of_text(value: Number, text: str) -> Decimal:
    """The place value of the last digit that `text` prints of `value`: 1 for `$37,500`, 100 for
    `$37.5K`, 0.01 for `$18.50`. Falls back to the value if the text's digits are not the
    value's."""
    digits = "".join(_DIGITS.findall(text)).lstrip("0")
    if digits and value:
        number = abs(Decimal(value))
        # the value is the printed digits times a power of ten, which is the unit
        shift = number.adjusted() - len(digits) + 1
        if Decimal(digits).scaleb(shift) == number:
            return Decimal(1).scaleb(shift)
    return unit_of_value(value)


def printed_unit(page: Page, entity: int, field: str) -> Decimal:
    """The place value of the last digit of a value, in its most precise mention."""
    value = page.values[entity][field]
    mentions = page.mentions.get((entity, field))
    if not mentions:
        return unit_of_value(value)
    return min(unit_of_text(value, page.text(mention)) for mention in mentions)


def units_in_text(values: list[Number], text: str) -> list[Decimal]:
    """`unit_of_text` for several values printed one after the other in one text.

    Skips numbers that are none of the values (in labels). If a value is not found, all count as
    printed to ones or finer.
    """
    printed = iter(_NUMBER.findall(text))
    units = []
    for value in values:
        for number in printed:
            whole, _, places = number.replace(",", ".").rpartition(".")
            exact = Decimal(f"{whole.replace('.', '')}.{places}" if whole else places)
            if exact == value:
                units.append(Decimal(1).scaleb(-len(places) if whole else 0))
                break
        else:
            return [min(unit_of_value(v), Decimal(1)) for v in values]
    return units
