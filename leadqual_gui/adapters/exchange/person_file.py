"""All that is held about one person, as one JSON file that only its owner can read."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from leadqual_gui.adapters.exchange.files import WholeFile


class PersonFile:
    """The file; it appears whole or not at all."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def write(self, item: Mapping[str, object]) -> None:
        """Write it. Raises LeadQualError if that cannot be."""
        file = WholeFile(self._path)
        try:
            json.dump(item, file.text, ensure_ascii=False, indent=2)
            file.text.write("\n")
        except BaseException:
            file.drop()
            raise
        file.put()
