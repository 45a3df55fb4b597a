"""A day with the program in a process of its own, which tells every use of a socket that Python noticed.

`python -m tests.nobody_in.walk FOLDER`: the commands of the command line, then the window through all its screens.
"""

import io
import json
import os
import sys
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path

SEEN: list[str] = []
SCREENS = ("today", "leads", "pipeline", "matrix", "insights", "settings")
STEP_MS, PATIENCE = 60, 600


def on_event(event: str, arguments: tuple[object, ...]) -> None:
    """Note whatever reaches for the network."""
    if event.startswith(("socket.", "urllib.", "http.", "ftplib.", "smtplib.", "webbrowser.", "ssl.")):
        SEEN.append(f"{event} {arguments!r}"[:200])


def commands(folder: Path) -> None:
    """What scripts do."""
    from leadqual_gui.app.main import main

    office, secret = folder / "office", folder / "secret.txt"
    leads = folder / "leads.csv"
    leads.write_text(
        'full_name,email,website\n"<img src=http://evil.example/x.png>",i@acme.example,http://evil.example\n'
    )
    secret.write_text("four words not alike\n")
    secret.chmod(0o600)
    key = ["--passphrase-file", str(secret)]
    for line in (
        ["import", str(leads)],
        ["score", "--json"],
        ["check"],
        ["calibrate"],
        ["encrypt", *key],
        ["score", "--ledger", *key],
        ["export", str(folder / "out.xlsx"), *key],
        ["export", str(folder / "out.vcf"), *key],
        ["backup", *key],
        ["doctor", *key],
        ["decrypt", *key],
    ):
        with redirect_stdout(io.StringIO()), redirect_stderr(io.StringIO()):
            main([*line, "--workspace", str(office)])


def window(folder: Path) -> None:
    """What a person does: every screen, and a second start meanwhile."""
    from PySide6.QtCore import QTimer

    from leadqual_gui.app.folder import WorkspaceFolder
    from leadqual_gui.app.single import call_first_window
    from leadqual_gui.app.window import Session, application

    where = WorkspaceFolder(folder / "office")
    app = application()
    session, left, turns = Session(app), list(SCREENS), [0]

    def look() -> None:
        shown, turns[0] = session.window, turns[0] + 1
        if turns[0] > PATIENCE:
            os._exit(3)
        if shown is None or shown.bridge is None or shown.runner.busy:
            return
        if left:
            shown.show_screen(left.pop(0))
            shown.leads.choose_quietly(1)
        else:
            call_first_window(where)
            shown.close()

    timer = QTimer(interval=STEP_MS)
    timer.timeout.connect(look)
    timer.start()
    session.run(where, False)


if __name__ == "__main__":
    sys.addaudithook(on_event)
    commands(Path(sys.argv[1]))
    window(Path(sys.argv[1]))
    sys.stdout.write(json.dumps(SEEN))
