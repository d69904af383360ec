"""What is too long to be a row of cells is refused at once, and says so."""

from __future__ import annotations

import pytest

from extractor import Grammar, extract
from extractor.engine.cutting import MAX_FIGURE, cut

TOO_LONG = "the row is too long to be one"


@pytest.mark.parametrize(
    ("field", "text", "refused"),
    [
        pytest.param("average_age", "4" * (2 * MAX_FIGURE + 1), True, id="figures"),
        pytest.param("average_age", "4" * 2 * MAX_FIGURE, False, id="figures that may be"),
        pytest.param("most_common_major", "Law" * MAX_FIGURE, False, id="words"),
        pytest.param("gender_ratio", "Male, 5%" * MAX_FIGURE, False, id="shares"),
    ],
)
def test_rows_of_figures_are_short(
    field: str, text: str, refused: bool, occupations: Grammar
) -> None:
    kind, spec = occupations.types[field], occupations.specs[field]
    read = occupations.readers[field]
    assert (cut(text, 0, len(text), "none", 2, kind, spec, read).why == TOO_LONG) == refused


def test_a_lone_surrogate_is_no_trouble_for_any_number_of_grammars() -> None:
    page = "| Roofer | Actuary \ud800 | |\n| Yearly salary | $31,250 | $112,030 |\n"
    assert extract(page + "| Hourly rate | $15.02 | $53.86 |\n").family == "occupation-comparison"
