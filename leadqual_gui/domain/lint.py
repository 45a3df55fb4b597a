"""What is doubtful about a matrix, found before it judges anybody: by the rules alone, and by what leads are like.

Only criteria that are switched on are looked at: one that is off harms nobody.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from leadqual_gui.domain.lint_data import from_leads
from leadqual_gui.domain.lint_structure import structural
from leadqual_gui.domain.lint_values import LintFinding, Severity
from leadqual_gui.domain.matrix import Matrix
from leadqual_gui.domain.whatif import WhatIf

_ORDER = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.REMARK: 2}


def lint_draft(whatif: WhatIf, draft: Matrix) -> tuple[LintFinding, ...]:
    """What the rules and the leads tell about a draft, the gravest first."""
    whatif.draft(draft)
    found = list(structural(replace(whatif.rules, matrix=draft)))
    told = {(f.code, f.place) for f in found}
    found += [f for f in from_leads(whatif.leads, draft) if (f.code, f.place) not in told]
    return _sorted(found)


def _sorted(findings: Iterable[LintFinding]) -> tuple[LintFinding, ...]:
    return tuple(sorted(findings, key=lambda f: _ORDER[f.severity]))
