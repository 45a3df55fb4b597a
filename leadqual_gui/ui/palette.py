"""What the command palette finds: leads by what is typed, what can be done with the chosen one, actions and screens."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QAction

from leadqual_gui.services.lists import Filter, LeadRow, Query
from leadqual_gui.ui.widgets.key_names import key_caps
from leadqual_gui.ui.widgets.palette_rows import Only, PaletteGroup, PaletteItem, PaletteQuery
from leadqual_gui.ui.widgets.scores import ScoreValue

if TYPE_CHECKING:
    from leadqual_gui.services.workspace import Workspace
    from leadqual_gui.ui.help.everyday import EverydayWords
    from leadqual_gui.ui.settings.ways import Way

MOST_LEADS, MOST_ACTIONS = 6, 8
EVERYDAY, SCATTERED = 500, 1000
"""How far off an everyday word for something is from its name, and letters that lie apart in it."""
SETTINGS = "settings"
_AND = "\0"


def words(text: str, n: int = -1) -> str:
    """A text of the palette in the user's language."""
    return QCoreApplication.translate("Palette", text, None, n)


def distance(sought: str, text: str) -> int | None:
    """How far apart the letters sought lie in a text: 0 is best; None if they are not in it, in this order."""
    wanted, whole = sought.casefold(), text.casefold()
    if not wanted:
        return 0
    at = whole.find(wanted)
    if at >= 0:
        begins = at == 0 or not whole[at - 1].isalnum()
        return at if begins else 100 + at
    place, gaps = -1, 0
    for letter in wanted:
        found = whole.find(letter, place + 1)
        if found < 0:
            return None
        gaps += found - place - 1
        place = found
    return SCATTERED + gaps if gaps <= 3 * len(wanted) else None


def lead_item(row: LeadRow) -> PaletteItem:
    """A lead as a row of the palette."""
    score = None
    if row.shown is not None:
        score = ScoreValue(row.shown, row.least, row.greatest, row.tier, row.decided, row.grade)
    return PaletteItem(("lead", row.id), row.name, row.company or "", "user", score=score, subject=True)


def action_words(action: QAction) -> str:
    """What an action is called: without the mark of its key, with an "&" that is one."""
    return action.text().replace("&&", _AND).replace("&", "").replace(_AND, "&")


def action_item(action: QAction, icon: str, detail: str = "") -> PaletteItem:
    """An action as a row of the palette."""
    caps = key_caps(action.shortcut()) if not action.shortcut().isEmpty() else ()
    return PaletteItem(action, action_words(action), detail, icon, caps)


def _actions_by_key(actions: Iterable[tuple[QAction, str]]) -> Iterable[tuple[str, PaletteItem]]:
    """Actions that can be done now as rows, each with the key by which everyday words know it."""
    return ((action.objectName(), action_item(action, icon)) for action, icon in actions if action.isEnabled())


def _ways_by_key(ways: Iterable[Way]) -> Iterable[tuple[str, PaletteItem]]:
    """The parts of Settings as rows, each with its key."""
    return ((f"{SETTINGS}.{way.part}", PaletteItem((SETTINGS, way.part), way.words, "", way.icon)) for way in ways)


class PaletteProvider:
    """Gives the palette its groups. `chosen` names the lead that is open, `lead_actions` what can be done with it.

    `ways` lead to the parts of Settings; `everyday` words find what is called otherwise.
    """

    def __init__(
        self,
        workspace: Callable[[], Workspace | None],
        chosen: Callable[[], LeadRow | None],
        lead_actions: Callable[[int], Sequence[tuple[QAction, str]]],
        actions: Callable[[], Sequence[tuple[QAction, str]]],
        ways: Sequence[Way],
        everyday: EverydayWords,
    ) -> None:
        self._workspace, self._chosen = workspace, chosen
        self._ways, self._everyday = ways, everyday
        self._lead_actions, self._actions = lead_actions, actions

    def __call__(self, query: PaletteQuery) -> Sequence[PaletteGroup]:
        """The groups for what was typed."""
        groups: list[PaletteGroup] = []
        if query.only is not Only.ACTIONS and query.subject is None:
            groups.append(self._leads(query.text))
        if query.only is not Only.LEADS:
            about = self._with_lead(query)
            groups.append(about)
            if query.subject is None:
                groups.append(self._everything(query.text, {item.title for item in about.items}))
        return [group for group in groups if group.items]

    def _leads(self, text: str) -> PaletteGroup:
        workspace = self._workspace()
        if workspace is None:
            return PaletteGroup("", ())
        found = workspace.query(Query(Filter(text=text)))
        items = tuple(lead_item(found.row(at)) for at in range(min(MOST_LEADS if text else 3, len(found))))
        more = len(found) - len(items)
        rest = PaletteItem(("search", text), words("%Ln more lead(s)", more)) if more and text else None
        return PaletteGroup(words("Leads"), items, rest, words("%Ln lead(s)", len(found)) if text else "")

    def _with_lead(self, query: PaletteQuery) -> PaletteGroup:
        row = self._chosen()
        if row is None and query.subject is None:
            return PaletteGroup("", ())
        name = query.subject.title if query.subject else row.name if row else ""
        title = words("With %1").replace("%1", name)
        if query.subject is None:
            title = words("With %1, who is open now").replace("%1", name)
        lead = query.subject.key[1] if query.subject and isinstance(query.subject.key, tuple) else 0
        actions = self._lead_actions(lead)
        here = actions if query.subject else self._here(actions)
        return PaletteGroup(title, self._matching(_actions_by_key(here), query.text))

    def _here(self, actions: Sequence[tuple[QAction, str]]) -> Sequence[tuple[QAction, str]]:
        """The same for the lead in front: what the window can do with it is done there, without leaving the screen."""
        own = {action_words(action): (action, icon) for action, icon in self._actions()}
        return [own.get(action_words(action), (action, icon)) for action, icon in actions]

    def _everything(self, text: str, listed: Collection[str]) -> PaletteGroup:
        """What can be done anywhere, but for what is `listed` above already."""
        rest = [(action, icon) for action, icon in self._actions() if action_words(action) not in listed]
        items = self._matching((*_actions_by_key(rest), *_ways_by_key(self._ways)), text)
        return PaletteGroup(words("Actions and screens"), items, summary=words("%Ln action(s)", len(items)))

    def _matching(self, rows: Iterable[tuple[str, PaletteItem]], text: str) -> tuple[PaletteItem, ...]:
        ranked = []
        for order, (key, item) in enumerate(rows):
            far = distance(text, item.title)
            if (far is None or far >= SCATTERED) and self._everyday.mean(key, text):
                far = EVERYDAY
            if far is not None:
                ranked.append((far, order, item))
        ranked.sort(key=lambda entry: entry[:2])
        return tuple(item for _far, _order, item in ranked[:MOST_ACTIONS])
