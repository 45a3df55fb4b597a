"""The look and the language of a window, as its settings ask for them."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtWidgets import QApplication

from leadqual_gui.ui.i18n import Tongue, system_language
from leadqual_gui.ui.theme.theme import Scheme, Theme


def made_look(app: QApplication, settings: Mapping[str, str]) -> tuple[Theme, Tongue]:
    """Theme, text size and language; what the settings do not say, or say wrongly, is as the system has it."""
    theme = Theme(app, _scheme(settings.get("window.theme", "")), _zoom(settings.get("window.zoom", "")), app)
    tongue = Tongue(app, app)
    tongue.speak(settings.get("window.language") or system_language())
    return theme, tongue


def _scheme(text: str) -> Scheme:
    return Scheme(text) if text in {scheme.value for scheme in Scheme} else Scheme.SYSTEM


def _zoom(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return 1.0
