"""The benchmark (`make bench`): how fast the site is with EVENTS events, each figure beside what it can be measured by.

It has a database of its own on the embedded server, conflictdb_bench, which it fills once for each EVENTS and keeps.
docs/benchmark.md says what is measured and holds the results of a run.
"""
