"""The fixtures for users' tests, as pytest finds them."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

from pytest import mark

pytestmark = mark.slow  # each test is a run of pytest
ROOT = Path(__file__).resolve().parents[2]

TEST = f"""\
import sys
sys.path.insert(0, {str(ROOT)!r})
from tests.fuzz.wrong_extractor import facts

def test_pages(extractor_pages):
    pages = extractor_pages(2, "occupation-comparison", ["pipe"])
    assert [page.layout for page in pages] == ["pipe"] * 2

def test_parser(extractor_fuzz):
    extractor_fuzz(facts, 2, "occupation-comparison", layouts=["pipe"], partial=True)
"""


def pytest(folder: Path, test: str, *more: str) -> str:
    """What pytest prints for a test file, with the plugin in it."""
    (folder / "test_it.py").write_text(test, "utf-8")
    plugin = ["-p", "no:extractor", "-p", "extractor.pytest_plugin", "-p", "no:cacheprovider"]
    command = [sys.executable, "-m", "pytest", "-q", *plugin, *more, "test_it.py"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=120)
    return done.stdout + done.stderr


def test_a_failing_parser_is_shown_with_its_smallest_page(tmp_path: Path) -> None:
    told = pytest(tmp_path, TEST)
    assert "1 failed, 1 passed" in told
    assert "wrong of growth_rate" in told
    assert "| Growth rate | -" in told
    assert "| Average age |" not in told


def test_the_recipe_of_the_readme_finds_its_bug(tmp_path: Path) -> None:
    readme = (ROOT / "extractor/synthesis/README.md").read_text("utf-8")
    (recipe,) = re.findall(r"^```py\n(.*?)^```", readme, re.DOTALL | re.MULTILINE)
    shown = readme.partition("the smallest page that the parser gets wrong:\n\n```text\n")[2]
    assert shown
    told = pytest(tmp_path, f"import sys\nsys.path.insert(0, {str(ROOT)!r})\n{recipe}")
    for line in shown.partition("```")[0].splitlines():
        assert line.partition("(…)")[0] in told


def test_it_costs_nothing_when_it_is_not_used(tmp_path: Path) -> None:
    test = "import sys\ndef test_it():\n    assert 'extractor.grammar' not in sys.modules\n"
    assert "1 passed" in pytest(tmp_path, test)
