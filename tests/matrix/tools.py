"""The HTML-to-text tools whose output the reader has to cope with.

In: a page as HTML. Out: the text that one tool makes of it, exactly as the tool gives it, ""
where it keeps nothing. `TOOLS` maps a tool's name to such a function. One tool may stand here
under several names, once for each set of options that writes tables another way.

`available()` says of each name which version is installed, or None; calling an absent tool raises
`ToolAbsent`. A call takes at most `TIME_OUT` seconds, then `ToolTimedOut` is raised.
A new tool is one row in `LIBRARIES` or in `COMMANDS`.
"""

import shutil
import subprocess
from collections.abc import Callable, Mapping
from functools import cache, partial
from importlib import import_module
from importlib.metadata import PackageNotFoundError, version
from multiprocessing import TimeoutError as WaitTooLong
from multiprocessing import get_context
from multiprocessing.pool import Pool
from types import MappingProxyType
from typing import NamedTuple

TIME_OUT = 30.0
"""Seconds for one tool on one page; the slowest needs about one, its own start included."""


class ToolAbsent(Exception):
    """The tool is not installed here."""


class ToolFailed(Exception):
    """The tool is installed, but ended with an error."""


class ToolTimedOut(ToolFailed):
    """The tool did not end within `TIME_OUT`."""


class Library(NamedTuple):
    """A tool that is a Python package."""

    distribution: str
    """The name under which the package is installed."""
    convert: Callable[[str], str]
    """Makes text of HTML; imports the package only when called."""


class Command(NamedTuple):
    """A tool that reads HTML from standard input and writes text to standard output."""

    arguments: tuple[str, ...]
    """The program and its options."""
    version_flag: str


def _trafilatura(output_format: str, html: str) -> str:
    extract = import_module("trafilatura").extract
    text = extract(html, output_format=output_format, include_tables=True, favor_recall=True)
    return str(text or "")


def _resiliparse(html: str) -> str:
    extract = import_module("resiliparse.extract.html2text").extract_plain_text
    return str(extract(html, main_content=False, preserve_formatting=True))


def _html2text(body_width: int, html: str) -> str:
    return str(import_module("html2text").HTML2Text(bodywidth=body_width).handle(html))


def _inscriptis(html: str) -> str:
    return str(import_module("inscriptis").get_text(html))


def _markdownify(html: str) -> str:
    return str(import_module("markdownify").markdownify(html))


def _beautifulsoup(html: str) -> str:
    return str(import_module("bs4").BeautifulSoup(html, "lxml").get_text())


def _beautifulsoup_lines(html: str) -> str:
    return str(import_module("bs4").BeautifulSoup(html, "lxml").get_text("\n", strip=True))


def _justext(html: str) -> str:
    # Boilerplate paragraphs stay: jusText counts most table cells among them.
    justext = import_module("justext")
    paragraphs = justext.justext(html, justext.get_stoplist("English"))
    return "\n".join(str(paragraph.text) for paragraph in paragraphs)


def _html_text(html: str) -> str:
    return str(import_module("html_text").extract_text(html))


LIBRARIES: Mapping[str, Library] = MappingProxyType(
    {
        "trafilatura": Library("trafilatura", partial(_trafilatura, "txt")),
        "trafilatura-markdown": Library("trafilatura", partial(_trafilatura, "markdown")),
        "resiliparse": Library("resiliparse", _resiliparse),
        "html2text": Library("html2text", partial(_html2text, 78)),
        "html2text-unwrapped": Library("html2text", partial(_html2text, 0)),
        "inscriptis": Library("inscriptis", _inscriptis),
        "markdownify": Library("markdownify", _markdownify),
        "beautifulsoup": Library("beautifulsoup4", _beautifulsoup),
        "beautifulsoup-lines": Library("beautifulsoup4", _beautifulsoup_lines),
        "justext": Library("jusText", _justext),
        "html-text": Library("html-text", _html_text),
    }
)

COMMANDS: Mapping[str, Command] = MappingProxyType(
    {
        "w3m": Command(
            ("w3m", "-dump", "-T", "text/html", "-I", "UTF-8", "-O", "UTF-8"), "-version"
        ),
        "lynx": Command(
            (
                *("lynx", "-dump", "-stdin", "-nolist"),
                *("-assume_charset=utf-8", "-display_charset=utf-8"),
            ),
            "-version",
        ),
        "pandoc-gfm": Command(("pandoc", "-f", "html", "-t", "gfm"), "--version"),
        "pandoc-plain": Command(("pandoc", "-f", "html", "-t", "plain"), "--version"),
    }
)


def available() -> dict[str, str | None]:
    """The version of each tool in `TOOLS`, by name; None for one that is not installed."""
    return {name: _installed_version(name) for name in TOOLS}


@cache
def _installed_version(name: str) -> str | None:
    if name in LIBRARIES:
        try:
            return version(LIBRARIES[name].distribution)
        except PackageNotFoundError:
            return None
    command = COMMANDS[name]
    if shutil.which(command.arguments[0]) is None:
        return None
    # w3m adds its language and options after a comma.
    first_line, _, _ = _run((command.arguments[0], command.version_flag), "").partition("\n")
    return first_line.partition(",")[0]


def _run(arguments: tuple[str, ...], text: str) -> str:
    try:
        done = subprocess.run(
            arguments, input=text.encode(), capture_output=True, check=False, timeout=TIME_OUT
        )
    except subprocess.TimeoutExpired as error:
        raise ToolTimedOut(f"{arguments[0]}: no result after {TIME_OUT:g} s") from error
    if done.returncode != 0:
        raise ToolFailed(f"{arguments[0]}: {done.stderr.decode(errors='replace').strip()}")
    return done.stdout.decode()


@cache
def _worker() -> Pool:
    # A process of its own, because a library that hangs in C code can only be killed from outside.
    # Spawned, not forked: the libraries start from the same state wherever this is called.
    return get_context("spawn").Pool(1)


def _convert_here(name: str, html: str) -> str:
    return LIBRARIES[name].convert(html)


def _convert_in_worker(name: str, html: str) -> str:
    worker = _worker()
    try:
        return worker.apply_async(_convert_here, (name, html)).get(TIME_OUT)
    except WaitTooLong as error:
        worker.terminate()
        _worker.cache_clear()
        raise ToolTimedOut(f"{name}: no result after {TIME_OUT:g} s") from error


def _convert(name: str, html: str) -> str:
    if _installed_version(name) is None:
        raise ToolAbsent(f"{name} is not installed")
    if name in LIBRARIES:
        return _convert_in_worker(name, html)
    return _run(COMMANDS[name].arguments, html)


TOOLS: dict[str, Callable[[str], str]] = {
    name: partial(_convert, name) for name in (*LIBRARIES, *COMMANDS)
}
"""Text of an HTML page, by the name of the tool that makes it."""
