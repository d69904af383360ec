"""The option --decisions: a person's decisions on values, saved from the page of a review."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import TYPE_CHECKING

from extractor.errors import SettingError

if TYPE_CHECKING:
    from extractor.engine.decisions import Decisions


def add_decisions(parser: ArgumentParser) -> None:
    """Declares the option."""
    parser.add_argument(
        "--decisions",
        metavar="FILE.jsonl",
        help="apply decisions made on a page of `extractor review` (values accepted, rejected or "
        "corrected); each is reported as DEC001, one that no longer fits as DEC002",
    )


def load_decisions(path: str | None) -> Decisions | None:
    """The decisions of a file, None without one. Raises `SettingError` for any other file."""
    if path is None:
        return None
    from extractor.engine.decisions import decisions_of

    try:
        with open(path, encoding="utf-8") as file:
            return decisions_of(file, path)
    except OSError as error:
        raise SettingError(
            f"{path}: {error.strerror}; download one from a page of `extractor review`"
        ) from None
    except UnicodeDecodeError:
        raise SettingError(f"{path}: is not UTF-8") from None
