"""The engine: from the text of a document to its record, with a grammar or without one.

A page goes one way; a step knows what those before it made, and keeps a law of its own:

    view         tokenizer.view      the text cleaned, with a map back to the source
    content      wholeness           lines of no content inside of the page are left out
    tables       known               those whose labels the grammar knows, header row told apart
    names        titles, names       headers, sentences, lines `A vs B`, numbers of columns
    one page     several             of a document that holds more, one is read, the rest set aside
    phrases      sentences, lines    on the text with its names masked: no word of a name is read
    rows         tables              visible borders: a cell is a value of one entity, or a trouble
    cuts         label_runs, rows    no borders: all ways to cut a row into cells that read
      borderless, cutting, shapes     and the one that the shape of the row leaves, if any
    decisions    settling, sharing   vocabulary, the rest of the page, rules; one way left, or none
    free text    gaps                what stands between known parts: a field's, or residue
    assembly     assembly            one value a field where all places agree, spans of the source

Pages whose rows are entities (`entities = "rows"`) take `relational`, `headed` and `streams` in
place of names, tables and cuts. Without a grammar, `frames` finds rows by shape, `owners` says
whose the columns are, `narrowest` what type reads a row, and `generic` puts them together.

The law of all: a value stands on the page as a whole, and it is beyond doubt whose it is; else
there is none, and a trouble, of which the rules make a finding.
"""

from .examples import check, doubts
from .extraction import extract

__all__ = ["check", "doubts", "extract"]
