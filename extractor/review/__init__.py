"""What a person looks at: which findings are shown, how they are written, and why a page fails.

    record → remarks → choice → baseline → format
              place     select    known

Pages with their values lit are drawn by `html` for a browser and by `colours` for a terminal.
Everything here takes records and text and gives values or bytes; the command line does the rest.
"""
