"""The way to a report in the window: asked where to, written, said when it is there."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from leadqual_gui.domain.errors import LeadQualError
from leadqual_gui.ui.exchange.choose import choose_new_file
from leadqual_gui.ui.insights.plots.told import Told
from leadqual_gui.ui.insights.session import InsightsSession
from leadqual_gui.ui.insights.wording import tr
from leadqual_gui.ui.theme.theme import Theme
from leadqual_gui.ui.vocabulary import vocabulary_of


def ask_and_write(parent: QWidget, theme: Theme, session: InsightsSession) -> QFileDialog | None:
    """Ask where the report goes, then write it; without an answer to write, that is said."""
    if session.report is None:
        session.refused.emit(tr("Nothing was worked out yet"))
        return None
    name = f"{tr('insights')}-{session.report.at.date().isoformat()}.pdf"
    kinds = [tr("Report to print (*.pdf)"), tr("Web page (*.html)")]
    rtl = parent.isRightToLeft()
    return choose_new_file(
        parent, tr("Report for the meeting"), name, kinds, lambda path: write(theme, session, path, rtl)
    )


def write(theme: Theme, session: InsightsSession, path: Path, rtl: bool = False) -> None:
    """Write the report of the answer that is shown."""
    from leadqual_gui.ui.insights.report.writing import write_report  # only who wants a report waits for it

    if session.report is None:
        return
    rules = session.workspace.rules
    told = Told(session.report, vocabulary_of(rules, session.language))
    try:
        write_report(theme, told, rules, path, session.language, rtl)
    except LeadQualError as error:
        session.refused.emit(f"{error.message}. {error.hint}")
        return
    session.said.emit(tr("The report is in {file}").format(file=str(path)))
