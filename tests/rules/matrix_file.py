"""A matrix and its text, one made of the other as the drafts of rules do it."""

from __future__ import annotations

from dataclasses import replace

from leadqual_gui.adapters.rules_yaml.kinds.matrix import MATRIX
from leadqual_gui.adapters.rules_yaml.matrix_text import rewrite
from leadqual_gui.adapters.rules_yaml.problems import Problems
from leadqual_gui.adapters.rules_yaml.shapes import Reading, Wrong
from leadqual_gui.adapters.rules_yaml.source import Source
from leadqual_gui.adapters.rules_yaml.strict import parse_source
from leadqual_gui.adapters.rules_yaml.world import World, gather
from leadqual_gui.adapters.rules_yaml.writer import matrix_data
from leadqual_gui.domain.matrix import Matrix


def rewrite_matrix(source: Source, before: Matrix, after: Matrix, world: World | None = None) -> Source:
    """The text that says `after`, where the text now says `before`. Raises EditRefused, with nothing changed."""
    return rewrite(source, matrix_data(before), matrix_data(after), lambda text: read_matrix(text, world) == after)


def read_matrix(source: Source, world: World | None = None) -> Matrix | None:
    """The matrix that a text describes, where `world` says what the other files define; None if it has errors."""
    problems = Problems(source.name)
    document = parse_source(source, problems)
    if document is None:
        return None
    own = gather(document.root, None, None, None, [], all_frameworks=False)
    read = MATRIX.read(document.root, Reading(problems, _with_matrix(world, own) if world else own))
    return None if isinstance(read, Wrong) or problems.errors else read


def _with_matrix(world: World, own: World) -> World:
    return replace(world, tiers=own.tiers, groups=own.groups, groups_without_axis=own.groups_without_axis, _facts={})
