"""Which operators make sense for a fact: its type decides."""

from __future__ import annotations

from collections.abc import Mapping

from leadqual_gui.domain.conditions import Operator
from leadqual_gui.domain.facts import FactType

ALWAYS = (Operator.KNOWN, Operator.UNKNOWN)
EQUAL = (Operator.IS, Operator.IS_NOT)
AMONG = (Operator.IN, Operator.NOT_IN)
PARTS = (Operator.CONTAINS, Operator.STARTS_WITH, Operator.ENDS_WITH)
ORDER = (Operator.AT_LEAST, Operator.AT_MOST, Operator.BETWEEN)
MOMENTS = (Operator.BEFORE, Operator.AFTER)
AGES = (Operator.WITHIN, Operator.OLDER_THAN)

OPERATORS: Mapping[FactType, tuple[Operator, ...]] = {
    FactType.TEXT: (*EQUAL, *AMONG, *PARTS, *ALWAYS),
    FactType.TAGS: (*EQUAL, *AMONG, *PARTS, *ALWAYS),
    FactType.CHOICE: (*EQUAL, *AMONG, *PARTS, *ALWAYS),
    FactType.NUMBER: (*EQUAL, *AMONG, *ORDER, *ALWAYS),
    FactType.DATE: (*MOMENTS, Operator.BETWEEN, *AGES, *ALWAYS),
    FactType.YES_NO: (*EQUAL, *ALWAYS),
}
"""All operators that a rules file may write for a fact of this type, in the order in which they are told."""
