import json

import numpy as np
import pytest

from gru_course.lab.comparison import Comparison
from gru_course.lab.trial import Outcome, Trial
from gru_course.palette import INKS
from gru_course.training.config import History

BASELINES = {"guessing": 2.0, "exact": 1e-12}


def run(cell, seed, test_loss, valid_losses=(3.0, 1.0), seconds=(1.0, 1.0)):
    losses = [float(loss) for loss in valid_losses]
    return Outcome(
        trial=Trial(task="adding", cell=cell, hidden_size=4, seed=seed),
        parameters=100,
        test_loss=test_loss,
        history=History(losses, losses, losses, list(seconds)),
    )


def diverged(cell, seed):
    return Outcome(
        trial=Trial(task="adding", cell=cell, seed=seed), parameters=100, failure="the loss is inf"
    )


def comparison(baselines=BASELINES, **cells):
    outcomes = {
        cell: [
            diverged(cell, seed) if loss is None else run(cell, seed, loss)
            for seed, loss in enumerate(losses)
        ]
        for cell, losses in cells.items()
    }
    return Comparison("adding", "squared error", baselines, "units", outcomes)


@pytest.mark.parametrize(
    ("cells", "finding"),
    [
        (
            {"gru": [1.0, 1.1], "rnn": [5.0, 5.1]},
            "GRU is ahead of Elman on adding: "
            "test losses 1.05 ± 0.64 and 5.05 ± 0.64 squared error",
        ),
        (
            {"gru": [1.0, 1.4], "lstm": [1.1, 1.2]},
            "LSTM and GRU are level on adding: test losses 1.15 ± 0.64 and 1.2 ± 2.5 squared error",
        ),
        (
            {"gru": [1.5], "rnn": [1.2]},
            "One run of each on adding: Elman and GRU have test losses 1.2 and 1.5 squared error",
        ),
        ({"gru": [2.0], "rnn": [2.5]}, "No cell beats a baseline on adding: GRU has test loss 2"),
        ({"gru": [1.0, 1.0]}, "GRU has test loss 1 ± 0 squared error on adding"),
        ({"gru": [None], "rnn": [1.5]}, "Elman has test loss 1.5 squared error on adding"),
        ({"gru": [None], "rnn": [None]}, "Every run on adding diverged"),
    ],
)
def test_the_finding_says_no_more_than_the_intervals_do(cells, finding):
    assert comparison(**cells).finding == finding


def test_the_table_has_a_line_for_every_cell_and_baseline():
    table = comparison(gru=[1.0, 1.2, 1.1], rnn=[2.0, None, None], lstm=[None] * 3).table()
    assert table == (
        "          units  parameters  test, squared error  best epoch  seconds\n"
        "GRU           4         100          1.10 ± 0.25           2      2.0\n"
        "Elman         4         100                    2           2      2.0\n"
        "LSTM         32         100             diverged\n"
        "guessing                                       2\n"
        "exact                                      1e-12\n"
        "mean of 3 seeds ± half the 95 % t interval; 2 of Elman diverged; 3 of LSTM diverged"
    )


def test_a_comparison_survives_json():
    original = comparison(gru=[1.0, 1.2], rnn=[2.0, None])
    again = Comparison.from_json(original.to_json())
    assert again == original
    assert again.table() == original.table()
    assert Comparison.from_dict(original.to_dict()) == original
    assert json.loads(original.to_json()) == original.to_dict()
    assert again.outcomes["gru"][0].history.seconds == [1.0, 1.0]


def lines(figure):
    return {trace.name: trace for trace in figure.data if trace.name}


def bands(figure):
    return [trace for trace in figure.data if trace.fill]


def two_cells():
    """Two GRUs, of which one stopped early, and one Elman net of half the speed."""
    gru = [run("gru", 0, 0.5, [3, 1, 2]), run("gru", 1, 0.6, [2], [1.0])]
    rnn = [run("rnn", 0, 1.5, [2.5, 2.5, 1.5], [2.0, 2.0, 2.0])]
    gru[0].history.seconds[:] = [1.0, 1.0, 1.0]
    return Comparison("adding", "squared error", BASELINES, "units", {"gru": gru, "rnn": rnn})


def test_curves_show_the_best_loss_so_far_and_its_mean():
    figure = two_cells().figure()
    drawn = lines(figure)
    np.testing.assert_allclose(drawn["GRU"].y, [2.5, 1.5, 1.5])
    np.testing.assert_allclose(drawn["Elman"].y, [2.5, 2.5, 1.5])
    assert {trace.x0 for trace in drawn.values()} == {1}
    assert tuple(figure.layout.xaxis.range) == (1, 3)
    assert figure.layout.yaxis.title.text.replace("<br>", " ") == (
        "best validation loss so far, squared error"
    )


def test_a_band_is_the_interval_and_one_run_has_none():
    (band,) = bands(two_cells().figure())
    half = 12.7062 / 2  # t of one degree of freedom, times half the difference of 1
    np.testing.assert_allclose(band.x, [1, 2, 3, 3, 2, 1])
    np.testing.assert_allclose(band.y[-1] - 2.5, half, rtol=1e-5)


def test_over_seconds_a_loss_counts_from_the_end_of_its_epoch():
    drawn = lines(two_cells().figure("second"))
    x = drawn["GRU"].x0 + drawn["GRU"].dx * np.arange(len(drawn["GRU"].y))
    assert (x[0], x[-1]) == (0, pytest.approx(6))
    for name, ends, losses in [("GRU", (1, 2), (2.5, 1.5)), ("Elman", (2, 6), (2.5, 1.5))]:
        y = drawn[name].y
        assert np.isnan(y[x < ends[0] - 1e-6]).all()
        np.testing.assert_allclose(y[(x > ends[0]) & (x < ends[1] - 1e-6)], losses[0])
        np.testing.assert_allclose(y[x >= ends[1] - 1e-6], losses[1])


def test_baselines_are_lines_unless_they_would_flatten_the_curves():
    figure = two_cells().figure()
    np.testing.assert_allclose(lines(figure)["guessing"].y, [2.0] * 3)
    assert "exact" not in lines(figure)
    assert "guessing 2, exact 1e-12" in figure.layout.meta["alt"]
    assert "GRU ends at 1.5, Elman ends at 1.5" in figure.layout.meta["alt"]


def test_the_axis_is_logarithmic_when_losses_fall_far():
    flat = comparison(gru=[1.0, 1.1])
    assert flat.figure().layout.yaxis.type is None
    far = [run("gru", 0, 0.1, [3.0, 0.001]), run("gru", 1, 0.1, [2.0, 0.002])]
    steep = Comparison("adding", "squared error", BASELINES, "units", {"gru": far}).figure()
    assert steep.layout.yaxis.type == "log"
    assert bands(steep)[0].y.min() > 0  # cut where a logarithm ends


def test_the_figure_has_the_houses_look():
    figure = two_cells().figure()
    text = figure.layout.title.text.replace("<br>", " ")
    assert text == two_cells().finding
    colours = {trace.line.color for trace in lines(figure).values()}
    assert colours <= {ink.light for ink in INKS}
    assert (
        len({trace.line.dash for name, trace in lines(figure).items() if name != "guessing"}) == 2
    )
    assert len(json.dumps(figure.to_json())) < 4000


def test_what_cannot_be_drawn_is_refused():
    with pytest.raises(ValueError, match="over must be one of epoch, second, got 'step'"):
        two_cells().figure("step")
    with pytest.raises(ValueError, match="runs must hold 1 to 4 cells, got 0"):
        comparison(gru=[None]).figure()
