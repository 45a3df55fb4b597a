"""`export`: leads with their scores, best first, to a .csv or .json file."""

from __future__ import annotations

import argparse

from leadqual_gui.adapters.exchange.writers import lead_sink
from leadqual_gui.app.headless.opening import existing_folder, opened
from leadqual_gui.app.headless.output import print_json
from leadqual_gui.services.exporting import export_leads


def run_export(chosen: argparse.Namespace) -> int:
    """Write all leads."""
    with opened(existing_folder(chosen)) as workspace:
        custom = sorted(field.key for field in workspace.rules.fields)
        sink = lead_sink(chosen.file, custom)
        ids = workspace.ranking().ids()
        cards = workspace.cards(ids, ahead=chosen.file.suffix.lower() == ".json")
        written = export_leads(workspace.store, ids, lambda _lead: next(cards), sink)
    if chosen.json:
        print_json({"file": str(chosen.file), "leads": written})
    else:
        print(f"{written} leads written to {chosen.file}")
    return 0
