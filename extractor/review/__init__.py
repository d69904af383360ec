"""Output for people: which findings are shown, in which format, and why a page fails.

    record → remarks → choice → baseline → format
              place     select    known

`html` draws pages with highlighted values for a browser, `colours` for a terminal. All modules take
records and text and return values or bytes; input and output are left to the command line.
"""
