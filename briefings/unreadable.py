"""Papers that could not be read: which outputs wait for them, and how a run ends.

The rule. A paper's own pages wait until it can be read. A brief waits if what is
known without reading the paper ties it to the event: a recorded statement; the
event's ``documents`` or, where it lists none, the paper's ``about`` or a note on it
for the event; or the brief's last ledger, which has it among its sources. Their
last good files stay in place. Every other brief is made and says that the paper was
not considered: whether it speaks of the event is not known.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from pathlib import Path

from briefings.catalogue import Catalogue
from briefings.model import Event, Source, Unreadable
from translate.errors import InputError


def unreadable(source: Source, path: Path, error: InputError) -> Unreadable:
    """The paper of ``source``, which reading at ``path`` refused; outputs get the reason without the path."""
    problem = error.message.removeprefix(str(path)).lstrip(":, ").replace(str(path), source.file)
    return Unreadable(source, problem, error.message, error.remedy)


def awaited(
    event: Event, papers: Iterable[Unreadable], catalogue: Catalogue, ledger: Path
) -> tuple[Unreadable, ...]:
    """The papers that the brief of ``event`` waits for.

    Args:
        event: one of the catalogue's events.
        papers: those that could not be read.
        catalogue: what is known of them.
        ledger: ``<event>.json`` of the last good build; it need not be there.
    """
    papers = tuple(papers)
    tied = {entry.document for entry in catalogue.quotations if entry.event == event.id}
    if event.documents:  # routing reads no others
        tied.update(event.documents)
    else:
        tied.update(slug for slug, events in catalogue.about.items() if event.id in events)
        tied.update(entry.document for entry in catalogue.notes if event.id in entry.events)
    if papers:
        tied.update(_sources(ledger, [paper.source.slug for paper in papers]))
    return tuple(paper for paper in papers if paper.source.slug in tied)


def _sources(ledger: Path, slugs: Sequence[str]) -> set[str]:
    """Sources of the last good brief; all of ``slugs`` where its ledger cannot tell."""
    if not ledger.exists():
        return set()
    try:
        return {source["id"] for source in json.loads(ledger.read_bytes())["sources"]}
    except (OSError, ValueError, KeyError, TypeError):
        return set(slugs)


def require_readable(papers: Sequence[Unreadable], waiting: Sequence[str] = ()) -> None:
    """Raise if any paper could not be read.

    Args:
        papers: those that could not be read.
        waiting: names of the papers and events whose outputs were held back.

    Raises:
        InputError: each paper with its reason and remedy, and what was held back.
    """
    if not papers:
        return
    counted = "1 paper" if len(papers) == 1 else f"{len(papers)} papers"
    lines = [f"{counted} could not be read"]
    for paper in papers:
        lines += [f"  - {paper.message}", *(f"    {line}" for line in paper.remedy.splitlines())]
    if waiting:
        lines.append(f"held back, last good files left in place: {', '.join(waiting)}")
    raise InputError("\n".join(lines), "What is stored of them is kept. Run again when they can be read.")
