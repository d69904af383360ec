"""What a run must not pay for before it reads a page."""

from __future__ import annotations

import subprocess
import sys

LOOK = """
import re, sys
compiled = []
make = re.compile
def noted(pattern, flags=0):
    compiled.append(sys._getframe(1).f_globals.get("__name__", ""))
    return make(pattern, flags)
re.compile = noted
import extractor.cli.dispatch, extractor.batch.work, extractor.engine, extractor.dumps.readers
print([name for name in compiled if name.startswith("extractor")])
unwanted = ("pydantic", "markdown_it", "hypothesis", "pyarrow")
print([name for name in unwanted if name in sys.modules])
"""


def test_nothing_is_compiled_or_imported_that_a_page_may_not_need() -> None:
    done = subprocess.run([sys.executable, "-c", LOOK], capture_output=True, text=True, check=True)
    assert done.stdout.split("\n") == ["[]", "[]", ""]
