"""Many training runs, none of them lost.

`compare.compare` trains several cells on equal terms; `sweep.sweep` tries many settings. Both make
`trial.Trial`s, runs described by plain data, and hand them to `run_all`, which has them trained
(`fitting`) in this process, in several (`local`) or on a cluster (`cluster`) and keeps what came of
each in a folder (`store`) as soon as it is there.
"""
