"""Going on in another workspace: how it is asked for, and what is done while no window has one open."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from leadqual_gui.app.folder import WorkspaceFolder
    from leadqual_gui.services.protection import Told


@dataclass(frozen=True, slots=True)
class Errand:
    """What is done while no window has the workspace open; comes back with the folder to go on in."""

    protects: bool
    run: Callable[[Told], WorkspaceFolder]
    restores: bool = False


class Switch(Protocol):
    """Closes the window and opens the next one."""

    def __call__(self, folder: WorkspaceFolder, sample: bool, errand: Errand | None = None, /) -> None:
        """Go on in `folder`, which may be a sample; an errand is done first."""
