"""What the documents show is what happens: commands print it, doctests pass, files are sound.

A `console` block holds commands after `$ ` and what they print. A block after the words "Save this
as `NAME`" is that file. Times and speeds may differ from run to run.
"""

from __future__ import annotations

import doctest
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PAGES = (
    "README.md",
    "extractor/api/README.md",
    "extractor/engine/README.md",
    "grammars/README.md",
    "extractor/synthesis/README.md",
)
TEXTS = {page: (ROOT / page).read_text("utf-8") for page in PAGES}
README = TEXTS["README.md"]
LONGEST = 250
DOCUMENTS = [
    path
    for glob in ("*.md", ".github/*.md", "*/*.md", "extractor/*/*.md")
    for path in ROOT.glob(glob)
]

_BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_NAMED = re.compile(r"Save this (?:page )?as `([\w.]+)`:\s*\Z")
_PROMPT = re.compile(r"^\$ (.*)\n", re.MULTILINE)
_SPEED = re.compile(r"[\d.]+ s, [\d,]+ documents/s")
#: what a run of more than five seconds, as on a busy machine, says on its way
_STATUS = re.compile(r"^[\d,]+ documents?, [\d,]+/s, .*\n", re.MULTILINE)


def blocks(kind: str, page: str = "README.md") -> list[str]:
    """The bodies of all code blocks of one kind on a page."""
    return [match[2] for match in _BLOCK.finditer(TEXTS[page]) if match[1] == kind]


def shown() -> list[tuple[str, list[tuple[str, str]]]]:
    """The commands of each section of the pages and what they say that it prints, in order."""
    found = []
    for page in PAGES:
        for section in re.split(r"^(?=#+ )", TEXTS[page], flags=re.MULTILINE):
            title = f"{page}: {section.partition(chr(10))[0].lstrip('# ')}"
            commands: list[tuple[str, str]] = []
            for match in _BLOCK.finditer(section):
                if match[1] == "console":
                    _, *parts = _PROMPT.split(match[2])
                    commands += list(zip(parts[::2], parts[1::2], strict=True))
            found += [(title, commands)] if commands else []
    return found


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the samples, the files that the pages have one save, and the command."""
    folder = tmp_path_factory.mktemp("readme")
    (folder / "samples").symlink_to(ROOT / "samples")
    for text in TEXTS.values():
        for match in _BLOCK.finditer(text):
            if name := _NAMED.search(text[: match.start()]):
                (folder / name[1]).write_text(match[2], "utf-8")
    command = folder / "bin" / "extractor"
    command.parent.mkdir()
    command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m extractor "$@"\n', "utf-8")
    command.chmod(0o755)
    return folder


@pytest.mark.parametrize("commands", [pytest.param(c, id=title) for title, c in shown()])
def test_commands_print_what_is_shown(desk: Path, commands: list[tuple[str, str]]) -> None:
    path = os.pathsep.join([str(desk / "bin"), os.environ["PATH"]])
    env = os.environ | {"PATH": path, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"}
    for command, output in commands:
        done = subprocess.run(
            command, shell=True, cwd=desk, env=env, capture_output=True, text=True, timeout=60
        )
        printed = _SPEED.sub("SPEED", _STATUS.sub("", done.stderr) + done.stdout)
        assert printed == _SPEED.sub("SPEED", output), command


@pytest.mark.parametrize("page", [page for page in PAGES if blocks("python", page)])
def test_python_examples_hold(page: str) -> None:
    runner, parser = doctest.DocTestRunner(), doctest.DocTestParser()
    names: dict[str, object] = {}
    for body in blocks("python", page):
        example = parser.get_doctest(body, names, page, page, 0)
        runner.run(example, clear_globs=False)
        names = example.globs
    assert runner.tries > 5
    assert runner.failures == 0


def test_the_engine_page_names_every_module() -> None:
    folder = ROOT / "extractor" / "engine"
    named = set(re.findall(r"`(?:frames/)?([a-z_]+)\b", TEXTS["extractor/engine/README.md"]))
    modules = {path.stem for path in (*folder.glob("*.py"), *folder.glob("frames/*.py"))}
    assert modules - named == {"__init__"}


def test_two_commands_set_it_up() -> None:
    commands = [line for body in blocks("sh") for line in body.splitlines()]
    assert len(commands) == 2
    assert all(line.startswith("python3 -m venv ") for line in commands)


def test_the_layout_table_has_its_markers() -> None:
    page = (ROOT / "extractor/tokenizer/README.md").read_text("utf-8")
    assert page.index("<!-- matrix -->") < page.index("<!-- /matrix -->")


def test_the_readme_is_short_and_its_contents_are_its_headings() -> None:
    assert README.count("\n") <= LONGEST
    listed = re.findall(r"\[([^]]+)\]\(#([^)]+)\)", README.partition("\n## ")[0])
    headings = re.findall(r"^## (.+)$", README, re.MULTILINE)
    assert [name for name, _ in listed] == headings
    for name, anchor in listed:
        assert re.sub(r"[^\w -]", "", name).lower().replace(" ", "-") == anchor


@pytest.mark.parametrize("page", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_links_lead_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", page.read_text("utf-8")):
        assert (page.parent / target).exists(), target
