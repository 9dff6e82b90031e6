"""What the tests of training share."""

import pytest
import torch


@pytest.fixture(autouse=True)
def _one_thread():
    """Tiny nets are slower on many threads than on one."""
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    torch.manual_seed(0)
    yield
    torch.set_num_threads(before)
