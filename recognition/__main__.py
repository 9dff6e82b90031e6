"""Run the command line as `python -m recognition`."""

import sys

from recognition.cli import main

sys.exit(main())
