"""Resolves command-line inputs to sources.

In: paths of files and folders, globs, URLs, `@FILE` (a list of inputs), `-`. Out: one `Source` per
file, in a fixed order: as named, and sorted by path within a folder or glob. A missing path raises
`InputError` before any work starts.

All file names are held in memory; documents are not.
"""

from __future__ import annotations

import glob
import os
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import islice
from typing import NamedTuple

from extractor.dumps.choosing import ALL, Choice
from extractor.dumps.compression import split_suffix
from extractor.dumps.html import HTML_SUFFIXES
from extractor.dumps.remote import expand, is_remote
from extractor.errors import InputError, did_you_mean

STDIN = "-"

PAGES = ".txt"
"""The suffix of pages; where they are read, HTML can be converted."""

NEIGHBOURS = 2_000
"""Limit of file names in a folder to search for a similar one, for a hint."""


class Source(NamedTuple):
    """A file to read. `path` opens it (`-`: standard input); `name` is for outputs and messages:
    relative to the working folder if inside it, else absolute; a URL as is."""

    path: str
    name: str


def find(
    inputs: Iterable[str],
    suffixes: Sequence[str],
    skip: Iterable[str] = (),
    choice: Choice = ALL,
) -> list[Source]:
    """The sources that `inputs` name. Folders give files with one of `suffixes`; in folders and
    patterns, only files that `choice` takes. `skip` are files and folders that this run writes:
    never read there, and an `InputError` if named."""
    apart = tuple(os.path.realpath(path) for path in skip)
    found: dict[str, Source] = {}
    for given in _listed(inputs):
        if _is_in(given, apart):
            raise InputError(f"{given}: this run would overwrite it; choose another output")
        before = len(found)
        for path in _expand(given, tuple(suffixes)):
            if not _is_in(path, apart):
                name = named(path)
                if path == given or is_remote(path) or choice.takes(path, name):
                    found.setdefault(name, Source(path, name))
        if len(found) == before and (os.path.isdir(given) or glob.has_magic(given)):
            raise InputError(_nothing_in(given, suffixes, choice))
    return list(found.values())


def named(path: str) -> str:
    """The canonical name of a file, which also opens it from the working folder. Bytes of file
    names that are not UTF-8 are escaped."""
    if path == STDIN:
        return "stdin"
    if is_remote(path):
        return path
    folder, name = os.path.split(os.path.abspath(path))
    whole = os.path.join(_from_here(folder, os.getcwd()), name)
    return os.fsencode(whole).decode("utf-8", "backslashreplace").replace(os.sep, "/")


@lru_cache(maxsize=1024)
def _from_here(folder: str, here: str) -> str:
    """A folder relative to `here` if it is inside, also through a link; else as is."""
    for seen in (folder, os.path.realpath(folder)):
        if seen == here or seen.startswith(here.rstrip(os.sep) + os.sep):
            return os.path.relpath(seen, here).removeprefix(os.curdir)
    return folder


def _listed(inputs: Iterable[str]) -> Iterator[str]:
    """The inputs, with each `@FILE` replaced by its lines."""
    for given in inputs:
        if not given.startswith("@") or os.path.exists(given):
            yield given
            continue
        try:
            with open(given[1:], encoding="utf-8", errors="surrogateescape") as lines:
                listed = [line.rstrip("\r\n") for line in lines if line.strip()]
        except OSError as error:
            raise InputError(f"{given}: the list cannot be read: {error.strerror}") from None
        if not listed:
            raise InputError(f"{given}: the list is empty")
        yield from listed


def _expand(given: str, suffixes: tuple[str, ...]) -> Iterator[str]:
    """The files that an input names."""
    if given == STDIN:
        yield STDIN
    elif is_remote(given):
        yield from expand(given, suffixes)
    elif os.path.isdir(given):
        yield from _walk(given, suffixes)
    elif os.path.exists(given):
        if not os.access(given, os.R_OK):
            raise InputError(f"{given}: no permission to read it")
        yield given
    elif glob.has_magic(given):
        for path in sorted(glob.iglob(given, recursive=True)):
            if os.path.isfile(path):
                yield path
    else:
        raise InputError(_missing(given))


def _is_in(path: str, apart: tuple[str, ...]) -> bool:
    if path == STDIN or is_remote(path):
        return False
    real = os.path.realpath(path)
    return any(real == own or real.startswith(own + os.sep) for own in apart)


def _walk(folder: str, suffixes: tuple[str, ...]) -> Iterator[str]:
    """The files of a folder and its subfolders, without hidden ones."""
    for base, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(files):
            inner, _ = split_suffix(name)
            if inner.lower().endswith(suffixes) and not name.startswith("."):
                yield os.path.join(base, name)


def _missing(given: str) -> str:
    folder, name = os.path.split(given.rstrip(os.sep))
    if folder and not os.path.isdir(folder):
        return f"{given}: no such file; there is no folder {folder!r}"
    try:
        with os.scandir(folder or ".") as entries:
            names = [entry.name for entry in islice(entries, NEIGHBOURS)]
    except OSError:
        names = []
    alike = [one for one in names if _are_alike(_stem(name), _stem(one))]
    return f"{given}: no such file or folder{did_you_mean(name, alike, folder)}"


def _are_alike(stem: str, other: str) -> bool:
    """Whether two stems are similar; suffixes make any two names so."""
    return stem == other or bool(did_you_mean(stem, [other]))


def _stem(name: str) -> str:
    return os.path.splitext(name)[0]


def _nothing_in(given: str, suffixes: Sequence[str], choice: Choice) -> str:
    if choice.include or choice.exclude:
        return f"{given}: --include and --exclude leave no file to read"
    if os.path.isdir(given):
        html = PAGES in suffixes and any(_walk(given, HTML_SUFFIXES))
        hint = "; --html converts the HTML in it" if html else ""
        return f"{given}: no file to read in this folder (looked for {', '.join(suffixes)}){hint}"
    return f"{given}: no file matches this pattern"
