"""Optional libraries, imported when needed."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from extractor.errors import SettingError


def need(module: str, what: str) -> Any:
    """Imports an optional module. Raises `SettingError` with the command to install it; each of
    these libraries has the name of its package. `what` is the feature that needs it."""
    try:
        return import_module(module)
    except ImportError:
        package = module.partition(".")[0]
        raise SettingError(f"{what} needs {package}: pip install {package}") from None
