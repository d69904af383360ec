"""How much of what is drawn a run tries: all of it, or a share in a run without the slow tests."""

from __future__ import annotations

from hypothesis import settings

#: the share, in percent, that a run without the slow tests tries
FEW = 30

_percent = 100


def quick() -> None:
    """From here on, a run tries a share; of the examples of a property, too."""
    global _percent
    _percent = FEW
    settings.register_profile("quick", max_examples=some(settings().max_examples))
    settings.load_profile("quick")


def some(most: int, fewest: int = 2) -> int:
    """How many of `most` pages, or examples, a run tries."""
    return max(fewest, most * _percent // 100)
