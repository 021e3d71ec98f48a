"""The chorales, read once for all tests, with a cache of their own."""

import pytest

from gru_course.data.chorales import load_chorales


@pytest.fixture(scope="session")
def chorale_cache(tmp_path_factory):
    folder = tmp_path_factory.mktemp("chorales")
    load_chorales(folder)
    return folder


@pytest.fixture(scope="session")
def chorales(chorale_cache):
    return load_chorales(chorale_cache)
