"""Why a grammar reads only part of a page, or nothing: `diagnose` names the causes.

Each module finds one kind of cause. `trial` reads the page again with the change that a cause
proposes; the gain ranks the causes.
"""

from __future__ import annotations

from extractor.review.why.diagnosis import diagnose
from extractor.review.why.evidence import Cause, Change, Diagnosis

__all__ = ["Cause", "Change", "Diagnosis", "diagnose"]
