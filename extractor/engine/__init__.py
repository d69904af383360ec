"""The engine: from the text of a document to its record, with a grammar or without one.

A page takes these steps in order; each knows only what the steps before it made:

    view         tokenizer.view      the cleaned text, with a map back to the source
    content      wholeness           leaves out lines without content inside the page
    tables       known               tables whose labels the grammar knows, and their header rows
    names        titles, names       from headers, sentences, lines `A vs B`, column numbers
    one page     several             if a document holds several, reads one and sets the rest aside
    phrases      sentences, lines    on the text with its names masked: no word of a name is read
    rows         tables              with borders: a cell is a value of one entity, or a trouble
    cuts         label_runs, rows    without borders: all ways to cut a row into readable cells,
      borderless, cutting, shapes     or the only one that its shape leaves
    decisions    settling, sharing   vocabulary, the rest of the page, rules: one way left, or none
    free text    gaps                text between known parts: a field's, or residue
    assembly     assembly            one value per field if all places agree; spans of the source

Pages whose rows are entities (`entities = "rows"`) take `relational`, `headed` and `streams`
instead of names, tables and cuts. `frames` finds rows by shape, `owners` says whose the columns
are, and `framed` collects what they say: `generic` reads that without a grammar, with the type that
`narrowest` finds for each row, and a grammar does where its own readers read nothing. `rest` reads
rows in this way whose labels the grammar lacks, if that is asked for.

The law of every step: a value is whole, and there is no doubt whose it is. Otherwise there is no
value but a trouble, which the rules turn into a finding.
"""

from .examples import check, doubts
from .extraction import extract

__all__ = ["check", "doubts", "extract"]
