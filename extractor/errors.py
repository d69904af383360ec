"""Errors outside documents: a bad grammar, a bad file, a bad setting.

An unreadable document never raises: it becomes a value with a reason (a finding, a reject). Every
exception of this package derives from `ExtractorError`, and its text names the file, the dotted key
or line, the offending text, and what to do next.
"""


class ExtractorError(Exception):
    """Base of all errors that a user can fix; the command line prints its text and exits with 2."""


class GrammarError(ExtractorError):
    """A grammar that cannot be used; `mistakes` holds every mistake found, one line each."""

    def __init__(self, mistakes: list[str]) -> None:
        super().__init__("\n".join(mistakes))
        self.mistakes = mistakes


class InputError(ExtractorError):
    """An input that does not exist or cannot be opened."""


class OutputError(ExtractorError):
    """An output that cannot be written."""


class SettingError(ExtractorError):
    """An option or a settings file that makes no sense."""
