"""The generator behind drawn weights and waves: the known one."""

from gru_course.widgets.shared.seeded import mulberry32


def test_the_generator_is_the_known_one():
    numbers = mulberry32(0)
    assert [next(numbers) for _ in range(3)] == [  # the first three of the published generator
        0.26642920868471265,
        0.0003297457005828619,
        0.2232720274478197,
    ]
