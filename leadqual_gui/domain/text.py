"""Labels that rule files give, in one language or several."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

_NONE: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Text:
    """A label: plain text, or a text for each language (`{en: Company, de: Firma}`).

    `default` is what is shown when the wanted language has no text of its own.
    """

    default: str
    by_language: Mapping[str, str] = field(default_factory=lambda: _NONE)

    def of(self, language: str) -> str:
        """The text in `language` ("de_AT" falls back to "de", then to the default)."""
        return self.by_language.get(language) or self.by_language.get(language.split("_")[0]) or self.default

    def __str__(self) -> str:
        return self.default

    def __bool__(self) -> bool:
        return bool(self.default)
