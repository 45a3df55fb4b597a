"""What can go wrong in the world, said to the person who can do something about it.

An ordinary "no" is a `Refusal` (services.operations). What is here is the world
misbehaving: a rule file with a mistake in it, a file that is locked, a full disk.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RuleProblem:
    """One mistake in one rule file: where it is, what is wrong, what to write instead.

    `line` and `column` count from 1; 0 means the file as a whole. `severity` is "error"
    (the rules cannot be used) or "warning" (they can, but somebody should look).
    """

    file: str
    line: int
    column: int
    message: str
    hint: str = ""
    severity: str = "error"

    @property
    def place(self) -> str:
        """As editors write it: file:line:column, or the file alone where it is about the whole of it."""
        return f"{self.file}:{self.line}:{self.column}" if self.line else self.file

    def __str__(self) -> str:
        hint = f"; {self.hint}" if self.hint else ""
        return f"{self.place}: {self.message}{hint}"


class LeadQualError(Exception):
    """Something outside the program is wrong: `message` says what, `hint` what to do, `place` where."""

    def __init__(self, message: str, hint: str = "", place: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.place = place

    def __str__(self) -> str:
        where = f"{self.place}: " if self.place else ""
        hint = f". {self.hint}" if self.hint else ""
        return f"{where}{self.message}{hint}"
