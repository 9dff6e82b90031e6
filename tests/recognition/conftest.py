"""What the tests of the library share."""

import pytest

from tests.recognition.filming import Studio


@pytest.fixture
def studio(tmp_path):
    """Something to make video files with."""
    return Studio(tmp_path)
