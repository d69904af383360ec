"""Libraries that only some users need, and how to install them."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from extractor.errors import SettingError


def need(module: str, extra: str, what: str) -> Any:
    """A module of an extra. `SettingError` that says what to install when it is not there."""
    try:
        return import_module(module)
    except ImportError:
        raise SettingError(
            f"{what} needs {module.partition('.')[0]}; "
            f"install it with: pip install 'comparison-extractor[{extra}]'"
        ) from None
