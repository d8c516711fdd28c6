"""Run the command line with ``python -m respondeat``."""

import sys

from respondeat.cli import main

sys.exit(main())
