"""The command line: `extractor COMMAND …`.

Exit codes: 0 fine, 1 findings (with --strict also documents set aside), 2 failure, 130 stopped by
Ctrl-C, 141 if the reader of the output went away. Modules are imported only when needed.
"""

from __future__ import annotations


def main(argv: list[str] | None = None) -> int:
    """Runs one command and returns its exit code. `argv` defaults to the process's arguments."""
    if argv is None:
        import sys

        argv = sys.argv[1:]
    if argv in (["--version"], ["-V"]):
        from extractor import __version__

        print(f"extractor {__version__}")
        return 0
    try:
        from extractor.cli.interrupts import held

        with held():
            from extractor.cli.dispatch import dispatch
        return dispatch(argv)
    except KeyboardInterrupt:
        return 130
