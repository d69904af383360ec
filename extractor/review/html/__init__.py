"""Pages with highlighted values, as self-contained HTML.

    record → pieces → sheet → template → bytes
             marking   sheet   rendering

`marking` cuts the source into pieces and labels each with what the engine knows of it; `sheet`
derives everything that a page shows from a record; `rendering` fills the templates, which escape;
`book` puts many pages behind one index. Scripts are in `templates/`; no page loads anything.
"""
