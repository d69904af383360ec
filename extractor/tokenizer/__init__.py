"""Finds the tables in a page's text, and reads and writes them in every layout.

`view` undoes the marks that tools leave inside text; `blocks` finds the tables of a view; `tables`
and `membership` are shared by the layouts. Every other module is one layout; `ruled` reads
`aligned` tables that have rules of dashes. A layout's module has `write`, and also `rule` if its
cell borders are visible.
"""

#: the layouts, as records name them; `html` is an HTML table left inside Markdown
LAYOUTS = ("pipe", "gfm", "tabbed", "aligned", "grid", "html", "spaced", "stacked", "glued")

__all__ = ["LAYOUTS"]
