"""A datatrove pipeline step: keeps the pages that a grammar reads, with their records.

    LocalPipelineExecutor([JsonlReader(folder), Extracted(), JsonlWriter(out)]).run()

Each remaining document has its record in `metadata["record"]` and its facts in `metadata["facts"]`;
all others are dropped and counted.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import TYPE_CHECKING, Any

from extractor.dumps.extras import need

if TYPE_CHECKING:
    PipelineStep: Any = object
else:
    PipelineStep = need("datatrove.pipeline.base", "the datatrove step").PipelineStep


class Extracted(PipelineStep):  # type: ignore[misc]
    """`grammars`: names or files; if empty, all bundled ones."""

    name = "comparison pages"
    type = "FILTER"

    def __init__(self, grammars: Iterable[str] = ()) -> None:
        super().__init__()
        self._names = tuple(grammars)

    @cached_property
    def _loaded(self) -> tuple[tuple[Any, ...], Any]:
        from extractor import grammars, load_grammar
        from extractor.dumps.sieve import sieve_of

        found = tuple(load_grammar(name) for name in self._names or grammars())
        return found, sieve_of(found)

    def run(self, data: Iterable[Any] | None, rank: int = 0, world_size: int = 1) -> Iterator[Any]:
        """The documents that a grammar reads, with their records and facts."""
        import orjson

        from extractor import extract
        from extractor.record import to_json

        found, sieve = self._loaded
        for document in data or ():
            text = document.text
            if sieve is None or sieve.passes(text.encode("utf-8", "surrogatepass")):
                record = extract(text, grammar=found, document=str(document.id))
                if record.family is not None:
                    self.stat_update("read")
                    document.metadata["record"] = record.to_dict()
                    document.metadata["facts"] = orjson.loads(to_json(list(record.rows())))
                    yield document
                    continue
            self.stat_update("dropped")
