"""Frames: the stretches of a page that hold rows of a comparison, found by shape alone.

    lines `A vs B` (names)          which names the page states
    tables of the tokenizer         grids → bordered (pairs: several values a cell)
    lines outside tables            bare (spaced, glued), stacked, sections, keyed, fenced
                                    rows of entities: rowed, listed

Each reader takes lines that none before it took. All obey one law: a cell is read only if it is
certain whose it is and where it ends; any other row goes into `Frame.doubts`.
"""

from .base import Cell, Doubt, Frame, FrameRow, Names, hull, name_of, text_of, texts_of

__all__ = ["Cell", "Doubt", "Frame", "FrameRow", "Names", "hull", "name_of", "text_of", "texts_of"]
