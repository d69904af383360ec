"""Dumps: where documents are read from, and where records are written to.

Reading: `find` (inputs) resolves the paths that a user names to sources; `read` (readers) turns a
source into documents, and into rejects for what cannot become one. Writing: a `Target` is a file
that appears whole or not at all; a writer (writers) puts records into it. To add a format: write a
module in readers/ or writers/ and list it there.
"""
