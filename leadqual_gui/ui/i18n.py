"""Languages: which there are, how one is put on, and a pseudo-language that shows what is untranslated or cut off.

English is the language of the source. Its plurals are written "%n lead(s)" and made right here, so that nobody reads
"1 leads". Other languages are .qm files in resources/translations. All text goes through Qt's translation.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QLibraryInfo, QLocale, QObject, Qt, QTranslator
from PySide6.QtWidgets import QApplication

from leadqual_gui.ui.theme.resources import resources_folder

PSEUDO = "qps"
ENGLISH = "en"


@dataclass(frozen=True, slots=True)
class Language:
    """A language that can be chosen: its code, its name in itself, and whether it runs from right to left."""

    code: str
    name: str
    rtl: bool = False


def languages(with_pseudo: bool = False) -> tuple[Language, ...]:
    """English, each language with a .qm file, and on demand the pseudo-language."""
    files = sorted((resources_folder() / "translations").glob("leadqual_*.qm"))
    found = [_language_of(path) for path in files]
    pseudo = [Language(PSEUDO, "[!! Ƥşḗŭḓǿ !!]", rtl=True)] if with_pseudo else []
    return (Language(ENGLISH, "English"), *found, *pseudo)


def _language_of(path: Path) -> Language:
    code = path.stem.removeprefix("leadqual_")
    locale = QLocale(code)
    name = locale.nativeLanguageName() or code
    return Language(code, name[:1].upper() + name[1:], locale.textDirection() is Qt.LayoutDirection.RightToLeft)


def system_language() -> str:
    """The first language of the desktop that there is a translation for; else English."""
    known = {language.code for language in languages()}
    wanted = (code.replace("-", "_").split("_")[0] for code in QLocale.system().uiLanguages())
    return next((code for code in wanted if code in known), ENGLISH)


class Tongue(QObject):
    """The language that is on. `speak(code)` changes it; windows translate themselves again on LanguageChange."""

    def __init__(self, app: QApplication, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._app = app
        self._code = ENGLISH
        self._translators: list[QTranslator] = []

    @property
    def code(self) -> str:
        """The code of the language that is on."""
        return self._code

    def speak(self, code: str) -> None:
        """Put a language on: its words, its direction, its numbers and dates. An unknown code means English."""
        for translator in self._translators:
            self._app.removeTranslator(translator)
        self._translators = self._made(code)
        for translator in self._translators:
            self._app.installTranslator(translator)
        language = next((one for one in languages(with_pseudo=True) if one.code == code), None)
        self._code = language.code if language else ENGLISH
        QLocale.setDefault(_locale_for(self._code))
        rtl = language.rtl if language else False
        self._app.setLayoutDirection(Qt.LayoutDirection.RightToLeft if rtl else Qt.LayoutDirection.LeftToRight)

    def _made(self, code: str) -> list[QTranslator]:
        made: list[QTranslator] = [EnglishPlurals(self)]
        if code == PSEUDO:
            return [*made, PseudoTranslator(self)]
        for name, folder in (
            (f"qtbase_{code}", Path(QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath))),
            (f"leadqual_{code}", resources_folder() / "translations"),
        ):
            translator = QTranslator(self)
            if code != ENGLISH and translator.load(name, str(folder)):
                made.append(translator)
        return made


def _locale_for(code: str) -> QLocale:
    """How numbers and dates are written: as the desktop does, if it speaks this language."""
    system = QLocale.system()
    return system if system.name().split("_")[0] == code else QLocale(code if code != PSEUDO else ENGLISH)


class EnglishPlurals(QTranslator):
    """English as the source writes it, with "(s)" and "(es)" made singular or plural by the number."""

    def isEmpty(self) -> bool:
        return False

    def translate(self, context: str, source: str, disambiguation: str | None = None, n: int = -1) -> str | None:
        """The source with its plural made right, or None where there is nothing to do."""
        if n < 0 or source is None or "(" not in source:
            return None
        return english_plural(source, n)


def english_plural(source: str, n: int) -> str:
    """ "%n lead(s) changed" for one or many; "%n quer(y|ies)" gives both endings."""
    one = n == 1
    text = re.sub(r"\((\w*)\|(\w*)\)", lambda m: m[1] if one else m[2], source)
    return re.sub(r"\((s|es)\)", "" if one else r"\1", text)


_ACCENTED = str.maketrans(
    "AaCcDdEeGgHhIiJjKkLlNnOoRrSsTtUuWwYyZz",
    "ÅåÇçĐđÉéĜĝĤĥÎîĴĵĶķĻļÑñÖöŔŕŠšŢţÛûŴŵÝýŽž",
)
_KEPT = re.compile(r"(%L?n|%L?\d+|\{[^{}]*\}|<[^<>]*>|&\w+;|&)")
OPENING, CLOSING = "[", "]"


def pseudo(text: str) -> str:
    """The text accented, a third longer and in brackets; placeholders, tags and mnemonics stay as they are."""
    if not text.strip():
        return text
    parts = _KEPT.split(text)
    accented = "".join(part if at % 2 else part.translate(_ACCENTED) for at, part in enumerate(parts))
    return f"{OPENING}{accented}{'~' * max(1, len(text) // 3)}{CLOSING}"


class PseudoTranslator(QTranslator):
    """Translates every text of ours into the pseudo-language. Qt's own texts are translated too."""

    def isEmpty(self) -> bool:
        return False

    def translate(self, context: str, source: str, disambiguation: str | None = None, n: int = -1) -> str | None:
        """The pseudo text for a source text; the direction marker of Qt is answered with right to left."""
        if source == "QT_LAYOUT_DIRECTION":
            return "RTL"
        if not source or context in _LEFT_ALONE:
            return None
        return pseudo(english_plural(source, n) if n >= 0 else source)


_LEFT_ALONE = frozenset({"QShortcut"})
