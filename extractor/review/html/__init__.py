"""Pages with their values lit, as HTML that one file holds.

    record → pieces → sheet → template → bytes
             marking   sheet   rendering

`marking` cuts the source into pieces and says of each what the engine knows of it; `sheet` makes of
a record everything that a page shows; `rendering` fills the templates, which escape; `book` puts
many pages behind one index. Page scripts are in `templates/`; no page loads anything.
"""
