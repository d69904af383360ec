"""Libraries that only some users need, and how to install them."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from extractor.errors import SettingError


def need(module: str, what: str) -> Any:
    """A module that only some users need. `SettingError` that says what to install when it is not
    there: each of these libraries has the name of its package."""
    try:
        return import_module(module)
    except ImportError:
        package = module.partition(".")[0]
        raise SettingError(f"{what} needs {package}: pip install {package}") from None
