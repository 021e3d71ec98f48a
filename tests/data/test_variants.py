from gru_course.data.variants import families

SCALE = "ABCDEFG" * 3
OTHER = "AABBCCDDEEFFGGACEGBDFA"


def test_a_tune_without_variants_is_a_family_of_its_own():
    assert families([SCALE, OTHER]) == [0, 1]
    assert families([]) == []


def test_tunes_that_begin_alike_are_variants():
    assert families([OTHER, SCALE + "G" * 40, SCALE + "A" * 40]) == [0, 1, 1]


def test_tunes_that_share_a_third_of_their_runs_are_variants_and_a_quarter_is_too_little():
    # 20 notes in common are 5 runs of 16; a tune of 15 + n notes has n runs
    common = "ACBDCEDFEGFAGBACBDCE"
    for more, expected in ((10, [0, 0]), (15, [0, 1])):
        one, other = "A" * more + common, "G" * more + common
        assert families([one, other]) == expected


def test_the_shorter_tune_decides():
    whole = OTHER + SCALE * 4 + OTHER
    assert families([whole, OTHER]) == [0, 0]


def test_a_variant_of_a_variant_belongs_to_the_family():
    assert families([SCALE, OTHER, "AAA" + OTHER + SCALE]) == [0, 0, 0]


def test_a_tune_too_short_for_a_run_is_compared_as_a_whole():
    assert families(["ABC", "ABD", "ABC"]) == [0, 1, 0]
