"""Where the packaged program begins."""

import sys

from leadqual_gui.app.main import main

if __name__ == "__main__":
    sys.exit(main())
