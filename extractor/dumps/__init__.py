"""Dumps: what documents are read from, and what records are written to.

Reading: `find` (inputs) turns what a user named into sources; `read` (readers) turns a source into
documents, and into rejects for what is none. Writing: a `Target` is a file that appears whole or
not at all; a writer (writers) puts records into it. A new format is one module
in readers/ or writers/ and one row in the list there.
"""
