"""How grave the findings of a workspace's papers are: as the checks grade them, moved by configuration."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Final, get_args

from translate import checks
from translate.model import Finding, Level, Severity

_RANKS: Final[tuple[Severity, ...]] = get_args(Severity)
_OWN: Final[dict[str, Severity]] = {card.id: card.severity for card in (*checks.CHECKS, *checks.TOGETHER)}


def graded(findings: Iterable[Finding], levels: Mapping[str, Level]) -> tuple[Finding, ...]:
    """``findings`` with the severities that ``levels`` asks for; those of checks switched off left out.

    A level is the new severity of what the check grades as it usually does. What the
    check itself finds a step graver or lighter is moved by as many steps, as far as
    the scale goes. So naming a check's own severity changes nothing, raising a check
    makes none of its findings lighter, and the changed address stays graver than
    the changed word.
    """
    result = []
    for finding in findings:
        level = levels.get(finding.check)
        if level is None:
            result.append(finding)
        elif level != "off":
            own = _OWN.get(finding.check, finding.severity)
            moved = _RANKS.index(finding.severity) + _RANKS.index(level) - _RANKS.index(own)
            severity = _RANKS[min(max(moved, 0), len(_RANKS) - 1)]
            result.append(replace(finding, severity=severity))
    return tuple(result)


def switched_off(levels: Mapping[str, Level]) -> tuple[str, ...]:
    """Ids of the checks that ``levels`` switches off, in the order of the checks."""
    return tuple(check for check in _OWN if levels.get(check) == "off")
