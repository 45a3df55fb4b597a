"""Everything that is done while something fails."""

from __future__ import annotations

from collections.abc import Sequence

from tests.faults import clearing, copies, half_typing, ruling, sealed, world
from tests.faults.world import Deed

CARELESS = Deed("careless", world.bakery, world.careless, world.judge_edits)
CARELESS_COPY = Deed("careless copy", copies.one_copy, copies.careless, copies.judge_backups)
"""Not among the deeds: they show that the laboratory finds what is lost."""
DEEDS: Sequence[Deed] = (
    Deed("edit", world.bakery, world.edits, world.judge_edits),
    Deed("activity", world.bakery, world.activities, world.judge_activities),
    Deed("stage", world.bakery, clearing.moving, clearing.judge_moves),
    Deed("call", world.bakery, world.call, world.judge_call),
    Deed("call's file", world.bakery, world.noting, world.judge_noting),
    Deed("half a note", world.bakery, half_typing.half_typed, half_typing.judge_half_typed),
    Deed("import", world.bakery, world.importing, world.judge_import),
    Deed("undo", world.bakery_with_import, world.taking_back, world.judge_taking_back),
    Deed("merge", world.bakery, world.merging, world.judge_merge),
    Deed("publish", world.bakery, world.publishing, world.judge_publish),
    Deed("publish undone", ruling.bakery_with_version, ruling.turning, ruling.judge_turns),
    Deed("rule set", ruling.first_start, ruling.choosing, ruling.judge_choice),
    Deed("backup", world.bakery, copies.backing_up, copies.judge_backups),
    Deed("restore", copies.bakery_to_restore, copies.restoring, copies.judge_restore),
    Deed("migration", copies.first_release, copies.migrating, copies.judge_migration),
    Deed("new workspace", world.nothing, world.making, world.judge_making),
    Deed("erase", clearing.somebody_known, clearing.forgetting, clearing.judge_forgetting),
    Deed("repair", clearing.damaged, clearing.repairing, clearing.judge_repair),
    Deed("mend", clearing.at_odds, clearing.repairing, clearing.judge_repair),
    Deed("passphrase set", sealed.plain_day, sealed.protecting, sealed.judge_protecting, sealed.key_of),
    Deed("passphrase changed", sealed.sealed_day, sealed.changing, sealed.judge_change, sealed.key_of),
    Deed("passphrase removed", sealed.sealed_day, sealed.unprotecting, sealed.judge_unprotecting, sealed.key_of),
    Deed("edit with passphrase", sealed.sealed_day, sealed.edits, sealed.judge_edits, sealed.key_of),
)


def deed_named(name: str) -> Deed:
    """The deed of this name."""
    return next(deed for deed in (*DEEDS, CARELESS, CARELESS_COPY) if deed.name == name)
