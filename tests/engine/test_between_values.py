"""Labels between the values of two: what the grammar's own readers leave open, frames may read."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

from extractor import extract, load_grammar

CARS = """
family = "cars"
description = "Cars"
locale = "en-US"
entities = 2
[fields.power]
type = "quantity"
unit = "HP"
description = "Power"
[fields.price]
type = "money"
unit = "USD"
description = "Price"
[fields.room]
type = "number"
description = "Room for bags"
[fields.mileage]
type = "number"
description = "Mileage"
[fields.seats]
type = "count"
description = "Seats"
[[sections]]
name = "facts"
heading = "{x} vs {y}"
[sections.table]
power = "Power"
price = "Price"
seats = "Seats"
[sections.cells]
"Room" = "{room} cu.ft"
"Mileage" = "{mileage} MPG"
"""
PAGE = """2021 Ember CR vs 2021 Wren RA

Here is how the 2021 Ember CR compares with the 2021 Wren RA.

2021 Ember CR| | 2021 Wren RA
---|---|---
190 HP| Power| 203 HP
75.8 cu.ft| Room| 69.8 cu.ft
$25,350| Price| $26,150
34 MPG| Mileage| 35 MPG
5| Seats| 5

Last line.
"""


def test_a_page_without_any_value_is_read_by_its_frames(tmp_path: Path) -> None:
    path = tmp_path / "cars.toml"
    path.write_text(CARS, "utf-8")
    record = extract(PAGE, load_grammar(path))
    assert [(record.titles[one.entity], one.field, one.value) for one in record.mentions] == [
        ("2021 Ember CR", "power", 190),
        ("2021 Wren RA", "power", 203),
        ("2021 Ember CR", "room", Decimal("75.8")),
        ("2021 Wren RA", "room", Decimal("69.8")),
        ("2021 Ember CR", "price", 25350),
        ("2021 Wren RA", "price", 26150),
        ("2021 Ember CR", "mileage", 34),
        ("2021 Wren RA", "mileage", 35),
        ("2021 Ember CR", "seats", 5),
        ("2021 Wren RA", "seats", 5),
    ]
