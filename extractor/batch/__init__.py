"""Batches: dumps of millions of documents, on all of a machine's processors, resumable.

A `Job` describes the work. `units` cuts its sources into pieces in a fixed order; a `Work` turns a
unit into an outcome, in this process or in a worker (`pool`); `Shards` stores outcomes on disk so
that none is lost or duplicated, and `finish` builds the output from them. `tally` counts.
"""
