"""Fills templates: one HTML file that loads nothing and runs only its own script.

In: a sheet or an index. Out: UTF-8 bytes. Jinja2 escapes everything from a page. As a second
barrier, the content security policy admits only the style and script with the right digest, so
unescaped text would still not run.
"""

from __future__ import annotations

import base64
from collections.abc import Iterable, Mapping
from functools import lru_cache
from hashlib import sha256
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from extractor.dumps.extras import need
from extractor.review.html.sheet import COLOURS

if TYPE_CHECKING:
    from jinja2 import Environment

#: hue step between consecutive fields, in degrees: the golden angle keeps hues far apart
GOLDEN = 137.508


def render(template: str, scripts: Iterable[str] = (), **values: Any) -> bytes:
    """A filled template with scripts, both from `templates/`. Raises `SettingError` without
    Jinja2."""
    script = "\n".join([_file(name) for name in scripts])
    style = _style()
    text = (
        _environment()
        .get_template(template)
        .render(
            style=_trusted(style), script=_trusted(script), policy=_policy(style, script), **values
        )
    )
    return text.encode("utf-8", "replace")


def body(template: str, values: Mapping[str, Any]) -> str:
    """A filled template that is a part of a page, as escaped HTML."""
    return _environment().get_template(template).render(values)


def trusted(html: str) -> Any:
    """HTML from `body`, marked as safe for another template."""
    return _trusted(html)


def _trusted(text: str) -> Any:
    from markupsafe import Markup

    return Markup(text)


@lru_cache(maxsize=1)
def _environment() -> Environment:
    jinja2 = need("jinja2", "a page to look at")
    made: Environment = jinja2.Environment(
        loader=jinja2.PackageLoader("extractor.review.html"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=jinja2.StrictUndefined,
    )
    return made


@lru_cache(maxsize=1)
def _style() -> str:
    hues = [f".c{n}{{--h:{round(n * GOLDEN) % 360}}}" for n in range(COLOURS)]
    return _file("review.css") + "".join(hues)


@lru_cache(maxsize=8)
def _file(name: str) -> str:
    return files("extractor.review.html").joinpath("templates", name).read_text("utf-8")


def _policy(style: str, script: str) -> str:
    """The content security policy: only this page's style and script, nothing else is loaded,
    framed or sent."""
    scripts = f"'sha256-{_digest(script)}'" if script else "'none'"
    return (
        f"default-src 'none'; style-src 'sha256-{_digest(style)}'; script-src {scripts}; "
        "base-uri 'none'; form-action 'none'"
    )


def _digest(text: str) -> str:
    return base64.b64encode(sha256(text.encode("utf-8")).digest()).decode("ascii")
