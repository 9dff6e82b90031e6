"""The version of the pipeline, stored with every report."""

from typing import Final

VERSION: Final = "0.1.0"
