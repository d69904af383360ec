"""The Python API over many documents: streams of records, conversion, validation, reading back.

`extract_many` and `validate` take texts or paths, `convert` takes dumps and writes a file, `learn`
collects names from dumps, `read_records` reads what `convert` wrote.
"""

from .converting import Converted, convert
from .learning import learn
from .many import extract_many
from .reading import read_records
from .validating import validate

__all__ = ["Converted", "convert", "extract_many", "learn", "read_records", "validate"]
