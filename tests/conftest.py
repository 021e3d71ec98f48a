"""What every test shares: one seed, one thread."""

import pytest
import torch


@pytest.fixture(autouse=True)
def seeded_torch():
    torch.manual_seed(0)
    torch.set_num_threads(1)
