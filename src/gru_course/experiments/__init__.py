"""Many training runs at once, none of them lost: `compare` and `sweep`.

    compare(task, cells=("gru", "lstm", "rnn"), *, seeds=5, budget="parameters" | "units",
            size=None, folder=None, jobs=1, scheduler=None, device=None, on_progress=None,
            **settings) -> Comparison
        .table() -> str, .figure(over="epoch" | "second") -> plotly, .to_json() / .from_json(text)

    sweep(task, space, *, folder, samples=None, seed=0, jobs=2, scheduler=None, device=None,
          on_progress=None, **settings) -> SweepResult
        .table() -> str, .summary() -> str, .best, .outcomes, .failed, .to_json()

task: a name, or what `tasks.make_task` returns. settings: fields of `trial.Trial` (hidden_size,
num_layers, dropout, max_lag, and those of TrainingConfig) that all runs share; what is not given
comes from the task. space: values by field for a grid, or values and `space.Range`s with `samples`
for a random search. on_progress(done, total, outcome): called once before the first run, with None
for the outcome, then after every run, with that run's `Outcome`.
"""
