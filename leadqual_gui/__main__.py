"""`python -m leadqual_gui`."""

import sys

from leadqual_gui.app.main import main

sys.exit(main())
