"""Runs the command that the arguments name, and turns errors into exit codes.

An error that the user can fix is one message on stderr, never a traceback.
"""

from __future__ import annotations

import gc
import io
import os
import sys
from argparse import Namespace
from collections.abc import Sequence
from contextlib import redirect_stdout

from extractor.cli.command import FAILURE, FINDINGS, FINE, READER_GONE, Command
from extractor.cli.interrupts import held
from extractor.cli.parsing import parse
from extractor.dumps.target import Target, writing
from extractor.errors import ExtractorError

#: allocations before Python collects garbage; the default of 700 would traverse all modules many
#: times during import
GARBAGE = 100_000


def dispatch(argv: Sequence[str]) -> int:
    """Runs the command that `argv` names."""
    gc.set_threshold(GARBAGE)
    _open_streams()
    try:
        with held():
            args = parse(argv)
    except SystemExit as leaving:  # argparse has printed the error or the help
        return leaving.code if isinstance(leaving.code, int) else FINE
    code = FAILURE
    try:
        code = _run(args)
        sys.stdout.flush()
        return FINE if code == FINDINGS and args.exit_zero else code
    except ExtractorError as error:
        for line in str(error).splitlines():
            print(f"extractor: {line}", file=sys.stderr)
    except BrokenPipeError:
        code = READER_GONE
    except OSError as error:
        what = f"{error.filename}: " if error.filename else "standard output: cannot be written: "
        print(f"extractor: {what}{error.strerror}", file=sys.stderr)
        code = FAILURE
    try:
        sys.stdout.flush()
    except OSError:
        # Python flushes its buffer at shutdown; send that to the null device.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return code


def _open_streams() -> None:
    """Opens the standard streams that were closed: writing to the output then fails."""
    if sys.stdout is None:
        sys.stdout = os.fdopen(os.open(os.devnull, os.O_RDONLY), "w", encoding="utf-8")
    if sys.stderr is None:
        sys.stderr = os.fdopen(os.open(os.devnull, os.O_WRONLY), "w", encoding="utf-8")


def _run(args: Namespace) -> int:
    """Runs the command, with standard output redirected to a file if requested."""
    command: Command = args.command
    path: str | None = getattr(args, "output_file", None)
    if path is None:
        return command.run(args)
    target = Target(path)
    try:
        with writing(path):
            stream = io.TextIOWrapper(target.stream, "utf-8", newline="\n", write_through=True)
            with redirect_stdout(stream):
                code = command.run(args)
                stream.flush()
            stream.detach()
        target.commit() if code in (FINE, FINDINGS) else target.discard()
    except BaseException:
        target.discard()
        raise
    return code
