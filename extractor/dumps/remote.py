"""Remote dumps: any URL that fsspec has a plugin for.

`memory://`, `file://`, `https://`, `s3://`, `hf://`, …: the user provides the plugin, its settings
and its secrets; this program only passes the URL on.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

from extractor.deferred import deferred
from extractor.dumps.extras import need
from extractor.errors import InputError

_SCHEME = deferred(r"[a-zA-Z][a-zA-Z0-9+.-]*://")

BUFFER = 1 << 20


def is_remote(path: str) -> bool:
    """Whether a path is a URL."""
    return _SCHEME.match(path) is not None


def open_remote(url: str) -> io.BufferedReader:
    """The bytes behind a URL. Raises `OSError`."""
    try:
        file: Any = _fsspec(url).open(url, "rb").open()
    except (ImportError, ValueError) as error:
        raise OSError(0, str(error)) from None
    return io.BufferedReader(_Plain(file), BUFFER)


def expand(url: str, suffixes: tuple[str, ...]) -> Iterator[str]:
    """The files that a URL names: itself, the matches of its pattern, or the files in its folder,
    sorted. Raises `InputError` if there are none."""
    fsspec = _fsspec(url)
    try:
        system, path = fsspec.core.url_to_fs(url)
        if any(sign in path for sign in "*?["):
            found = sorted(system.glob(path))
        elif system.isdir(path):
            found = [p for p in sorted(system.find(path)) if _inner(p).endswith(suffixes)]
        else:
            found = [path] if system.exists(path) else []
    except (ImportError, ValueError, OSError) as error:
        raise InputError(f"{url}: cannot be opened: {error}") from None
    if not found:
        raise InputError(f"{url}: not found")
    for path in found:
        yield system.unstrip_protocol(path)


def signature(url: str) -> list[Any]:
    """The size and the store's version mark of a remote file, to detect changes."""
    system, path = _fsspec(url).core.url_to_fs(url)
    info = system.info(path)
    marks = [info.get(key) for key in ("ETag", "etag", "LastModified", "mtime", "created")]
    return [info.get("size"), str(next((mark for mark in marks if mark is not None), ""))]


def _inner(path: str) -> str:
    from extractor.dumps.compression import split_suffix

    return split_suffix(path)[0].lower()


def _fsspec(url: str) -> Any:
    need("fsspec.core", f"{url}: reading URLs")
    import fsspec

    return fsspec


class _Plain(io.RawIOBase):
    """An fsspec file as a raw stream of `io`, so that a buffered reader can peek into it."""

    def __init__(self, file: Any) -> None:
        self._file = file

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return bool(self._file.seekable())

    def seek(self, offset: int, whence: int = 0) -> int:
        return int(self._file.seek(offset, whence))

    def tell(self) -> int:
        return int(self._file.tell())

    def readinto(self, buffer: Any) -> int:
        data = self._file.read(len(buffer))
        buffer[: len(data)] = data
        return len(data)

    def close(self) -> None:
        self._file.close()
        super().close()
