"""The public names are there, each at its home, and importing the package costs nothing."""

from __future__ import annotations

import subprocess
import sys

import pytest

import extractor


@pytest.mark.parametrize("name", extractor.__all__)
def test_each_public_name_is_there(name: str) -> None:
    assert getattr(extractor, name) is not None
    assert name in dir(extractor)


def test_all_homes_are_public() -> None:
    assert {*extractor._HOMES, "__version__"} == set(extractor.__all__)


def test_no_other_name_is_there() -> None:
    with pytest.raises(AttributeError, match="no attribute 'extrakt'"):
        extractor.extrakt  # noqa: B018


def test_the_package_imports_nothing_of_its_own() -> None:
    code = "import sys, extractor; print(*(m for m in sys.modules if m.startswith('extractor.')))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, timeout=60)
    assert done.stdout.decode() == "\n"
