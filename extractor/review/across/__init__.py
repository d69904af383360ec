"""Compares documents: `store` collects the facts that they state, `findings` compares them."""

from __future__ import annotations

from extractor.review.across.findings import findings
from extractor.review.across.store import Facts

__all__ = ["Facts", "findings"]
