"""Batches: dumps of millions of documents, on all of a machine's processors, picked up where they
were stopped.

A `Job` says what is to be done. `units` cuts its sources into pieces of work in a fixed order; a
`Work` turns a unit into an outcome, here or in a worker process (`pool`); `Shards` keeps outcomes
on disk so that none is lost or doubled, and `finish` makes the output of them. `tally` counts.
"""
