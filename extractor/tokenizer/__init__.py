"""Splits a page's text into blocks, and reads and writes tables in every layout.

`view` undoes the marks that tools leave inside text, `blocks` splits a view; `tables` and
`membership` serve the layouts. Each other module is a layout, or a shape of one: `ruled` is
`aligned` under rules of dashes. A layout's module has `write`; those whose cell borders can be seen
have `rule` too.
"""

#: the layouts, as records name them; `html` is what is left of HTML in Markdown
LAYOUTS = ("pipe", "gfm", "tabbed", "aligned", "grid", "html", "spaced", "stacked", "glued")

__all__ = ["LAYOUTS"]
