"""Documents held against each other: `store` gathers what they state, `findings` compares it."""

from __future__ import annotations

from extractor.review.across.findings import findings
from extractor.review.across.store import Facts

__all__ = ["Facts", "findings"]
