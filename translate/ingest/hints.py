"""What is known of a paper before it is read, from its entry in ``sources.toml``."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Hints:
    """Strings as printed; compared without white space. Empty where not printed.

    Attributes:
        labels: layout labels (column names, section tags) to set apart as furniture.
        series: the series name; alone or with number and date it is a running head.
        publisher: the issuer's name; where it stands alone near the end, its
            address block begins.
        date: as in ``sources.toml``; without one, relative dates stay unresolved.
        joins: pairs of line numbers between which a join is pinned.
        breaks: pairs of line numbers between which a join is forbidden.
    """

    title: str = ""
    authors: tuple[str, ...] = ()
    affiliation: str = ""
    publisher: str = ""
    series: str = ""
    labels: tuple[str, ...] = ()
    date: str = ""
    joins: tuple[tuple[int, int], ...] = ()
    breaks: tuple[tuple[int, int], ...] = ()
