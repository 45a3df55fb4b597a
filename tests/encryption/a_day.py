"""A day in a protected workspace, in a process of its own: import, calls, notes, an error, a backup, a kill.

`python -m tests.encryption.a_day FOLDER KEY_FILE LEADS.csv NAME`.
"""

import os
import sys
from dataclasses import replace
from pathlib import Path

STEP_MS, PATIENCE = 60, 700


def window(folder: Path, name: str) -> None:
    """What a person does; the process ends with a call under way and a line half typed, without being closed."""
    from PySide6.QtCore import QTimer

    from leadqual_gui.adapters.db.backup import make_backup
    from leadqual_gui.adapters.db.protecting import SqliteProtection
    from leadqual_gui.app.folder import WorkspaceFolder
    from leadqual_gui.app.window import Session, application
    from leadqual_gui.services.commands import AddNote, EditLeads
    from tests.encryption.vault import PASSPHRASE

    where = WorkspaceFolder(folder)
    where = replace(where, key=SqliteProtection(folder).unlock(PASSPHRASE))
    session, turns, screens = Session(application()), [0], ["today", "pipeline", "insights", "leads"]

    def look() -> None:
        shown, turns[0] = session.window, turns[0] + 1
        if turns[0] > PATIENCE:
            os._exit(3)
        if shown is None or shown.bridge is None or shown.runner.busy:
            return
        lead = shown.workspace.store.find("1") or 1
        if screens:
            shown.show_screen(screens.pop())
            shown.leads.choose_quietly(lead)
            return
        timer.stop()
        shown.bridge.execute(AddNote(lead, f"{name} called back"))
        shown.bridge.execute(EditLeads((lead,), {"company": f"{name} Pumps"}))
        shown.leads.list.search.setText(name)
        shown.open_palette(name)
        call = shown.surroundings.call_files().new()
        call.write({"kind": "note", "text": f"{name} asked for a price"}, durable=True)
        call.draft(f"{name} said tha")
        call.settle()
        try:
            raise ValueError(f"{name} is no number")
        except ValueError as error:
            sys.excepthook(ValueError, error, error.__traceback__)
        make_backup(where.database, where.backups, shown.workspace.now, key=where.key)
        shown.remembered.save()
        QTimer.singleShot(500, lambda: os._exit(0))

    timer = QTimer(interval=STEP_MS)
    timer.timeout.connect(look)
    timer.start()
    session.run(where, False)


if __name__ == "__main__":
    from leadqual_gui.app.main import main

    main(["import", sys.argv[3], "--workspace", sys.argv[1], "--passphrase-file", sys.argv[2]])
    window(Path(sys.argv[1]), sys.argv[4])
