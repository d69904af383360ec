"""A user's settings: `[tool.extractor]` in pyproject.toml, or a separate extractor.toml.

The nearest folder upward that has either is used; in the same folder, extractor.toml wins. An
unknown key or a wrong type is an error that names the file and the key.
"""

from __future__ import annotations

import tomllib
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated, Any, Literal, NamedTuple

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from extractor.errors import SettingError

OWN_FILE = "extractor.toml"
PROJECT_FILE = "pyproject.toml"


class Settings(BaseModel):
    """The keys of a settings file, written with dashes there."""

    model_config = ConfigDict(
        extra="forbid", frozen=True, alias_generator=lambda name: name.replace("_", "-")
    )

    select: list[str] | None = None
    ignore: list[str] = []
    per_path_ignores: dict[str, list[str]] = {}
    severity: Literal["error", "warning", "info"] = "info"
    max_findings: Annotated[int, Field(ge=0, strict=True)] | None = None
    output_format: str | None = None
    baseline: str | None = None
    date_field: str | None = None


class Origin(NamedTuple):
    """Settings and their file; `path` None: no file, all defaults."""

    settings: Settings
    path: Path | None

    @property
    def name(self) -> str:
        """The name of the file in messages."""
        return "settings" if self.path is None else str(self.path)

    def beside(self, file: str | None) -> str | None:
        """A file named in the settings, relative to the settings' folder."""
        return str(self.path.parent / file) if self.path and file else file


def load(file: str | None = None, start: Path | None = None) -> Origin:
    """The settings of a named file, else of the nearest one from `start` (the working directory)
    upward, else the defaults. Raises `SettingError` for a file that cannot be used."""
    if file is not None:
        path = Path(file)
        return Origin(_settings(path, _table(path) or {}), path)
    here = (start or Path.cwd()).resolve()
    for folder in (here, *here.parents):
        for name in (OWN_FILE, PROJECT_FILE):
            path = folder / name
            if path.is_file() and (table := _table(path)) is not None:
                return Origin(_settings(path, table), path)
    return Origin(Settings(), None)


def _table(path: Path) -> dict[str, Any] | None:
    """The settings table of a file; None for a pyproject.toml without one."""
    try:
        whole = tomllib.loads(path.read_text("utf-8"))
    except OSError as error:
        raise SettingError(f"{path}: {error.strerror}; name a file that can be read") from None
    except UnicodeDecodeError as error:
        raise SettingError(f"{path}: byte {error.start} is not UTF-8; save it as UTF-8") from None
    except tomllib.TOMLDecodeError as error:
        raise SettingError(f"{path}: not TOML: {error}") from None
    if path.name != PROJECT_FILE:
        return whole
    tools = whole.get("tool", {})
    table = tools.get("extractor") if isinstance(tools, dict) else None
    if table is not None and not isinstance(table, dict):
        raise SettingError(f"{path}: tool.extractor: a table goes here, not {table!r}")
    return table


def _settings(path: Path, table: dict[str, Any]) -> Settings:
    try:
        return Settings.model_validate(table)
    except ValidationError as error:
        mistakes = [_mistake(path, one) for one in error.errors(include_url=False)]
        raise SettingError("\n".join(mistakes)) from None


def _mistake(path: Path, mistake: Any) -> str:
    prefix = "tool.extractor." if path.name == PROJECT_FILE else ""
    key = prefix + ".".join(str(part) for part in mistake["loc"])
    if mistake["type"] == "extra_forbidden":
        known = [field.alias or name for name, field in Settings.model_fields.items()]
        near = get_close_matches(str(mistake["loc"][-1]), known, 1)
        hint = f"did you mean {near[0]!r}?" if near else f"the keys are {', '.join(known)}"
        return f"{path}: {key}: no such key; {hint}"
    return f"{path}: {key}: {mistake['msg'].lower()}, not {mistake['input']!r}"
