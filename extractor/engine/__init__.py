"""The engine: turns the text of a document into a record, with or without a grammar.

A page takes these steps in order; each knows only what the steps before it made:

    view         tokenizer.view      the cleaned text, with a map back to the source
    content      wholeness           leaves out boilerplate lines inside the page
    tables       known, folding      tables whose labels the grammar knows, and their header rows;
                                     two header rows, or columns of labels, become one
    names        titles, names       from headers, sentences, `A vs B` lines, column numbers
    one page     several             of several pages in a document, reads one, sets the rest aside
    phrases      sentences, lines    on the text with names masked: no word of a name is read
    rows         tables              with borders: a cell is one entity's value, or a trouble
    cuts         label_runs, rows    without borders: all ways to cut a row into readable cells,
      borderless, cutting, shapes     or the only one its shape allows
    decisions    settling, sharing   vocabulary, the rest of the page, rules: one way left, or none
    free text    gaps                text between known parts: a field's, or residue
    other pages  tears, contradicted unread pieces, below which rows may be another page's; values
                                     that the rest of the page speaks against
    assembly     assembly            one value per field if all places agree; source positions

Pages whose rows are entities (`entities = "rows"`) take `relational`, `headed` and `streams`
instead of names, tables and cuts. `frames` finds rows by shape, `owners` finds the entity of each
column, and `framed` collects what they say. `generic` reads that without a grammar, with the type
that `narrowest` finds for each row; a grammar uses it where its own readers read no row, or where
frames state all that these read, and more. On request, `rest` reads rows with labels the grammar
lacks in this way, and those between rows of one line per cell.

The law of every step: a value is whole, and its entity is certain. Otherwise there is no value but
a trouble, which the rules turn into a finding.
"""

from .examples import check, doubts
from .extraction import extract

__all__ = ["check", "doubts", "extract"]
