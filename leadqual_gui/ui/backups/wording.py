"""Copies in words: why they were made, how old, how large, and what going back to one would change."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QCoreApplication, QDateTime, QLocale

from leadqual_gui.services.safekeeping import Copy, Difference, Occasion


def _tr(text: str, count: int = -1) -> str:
    return QCoreApplication.translate("Backups", text, None, count)


def reason(why: Occasion) -> str:
    """Why a copy was made."""
    match why:
        case Occasion.ASKED:
            return _tr("Asked for")
        case Occasion.DAILY:
            return _tr("Once a day")
        case Occasion.MIGRATION:
            return _tr("Before a new version")
        case Occasion.IMPORT:
            return _tr("Before an import")
        case Occasion.MERGE:
            return _tr("Before a merge")
        case Occasion.PUBLISH:
            return _tr("Before publishing rules")
        case Occasion.REPAIR:
            return _tr("Before a repair")


def when(copy: Copy) -> str:
    """When a copy was made, in the user's own time; the name of the file if somebody named it."""
    return moment(copy.made_at) if copy.made_at is not None else copy.file.name


def moment(at: datetime) -> str:
    """A day and an hour."""
    return QLocale().toString(QDateTime.fromSecsSinceEpoch(int(at.timestamp())), QLocale.FormatType.ShortFormat)


def leads(copy: Copy) -> str:
    """How many leads are in it."""
    return QLocale().toString(copy.leads) if copy.leads is not None else _tr("cannot be read")


def size(copy: Copy) -> str:
    """How large it is."""
    return QLocale().formattedDataSize(copy.size, 1, QLocale.DataSizeFormat.DataSizeTraditionalFormat)


def told(difference: Difference | None) -> str:
    """What going back would change, in sentences."""
    if difference is None:
        return _tr("The present file cannot be read, so nothing can be compared. The copy itself is sound.")
    if difference.nothing:
        return _tr("Nothing: it says what the workspace says now.")
    parts = [
        _tr("%n step(s) would be taken back.", difference.steps),
        _tr("%n lead(s) would go.", difference.going) if difference.going else "",
        _tr("%n lead(s) would come back.", difference.coming) if difference.coming else "",
        _tr("%n lead(s) would have other fields.", difference.changed) if difference.changed else "",
    ]
    if difference.names:
        names = ", ".join(difference.names) + (" …" if difference.going > len(difference.names) else "")
        parts.append(_tr("Who would go: {names}").format(names=names))
    return " ".join(part for part in parts if part)
