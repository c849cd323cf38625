"""Footnotes and endnotes of a Word document: their numbers, in the order of the text."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Literal

from lxml import etree

from translate.ingest.docx_names import attribute, first
from translate.ingest.docx_numbering import numeral
from translate.ingest.gather import superscript

Kind = Literal["footnote", "endnote"]
KINDS: tuple[Kind, ...] = ("footnote", "endnote")
_USUAL: dict[Kind, str] = {"footnote": "decimal", "endnote": "lowerRoman"}


@dataclass(frozen=True, slots=True)
class Note:
    """A note that the text refers to; ``mark`` is ``""`` where the writer set one by hand."""

    kind: Kind
    key: str
    mark: str


@dataclass(slots=True)
class Notes:
    """The notes referred to so far, each with its mark."""

    forms: dict[Kind, str]
    referred: dict[tuple[Kind, str], Note] = field(default_factory=dict)
    counts: Counter[Kind] = field(default_factory=Counter)
    given: int = 0

    @classmethod
    def read(cls, settings: etree._Element | None) -> Notes:
        """How ``word/settings.xml`` numbers notes."""
        forms = dict(_USUAL)
        for kind in KINDS:
            own = first(settings, f"{kind}Pr", "numFmt")
            if own is not None:
                forms[kind] = attribute(own, "val")
        return cls(forms)

    def refer(self, reference: etree._Element, kind: Kind) -> str:
        """The mark that stands at this reference: the next number, or the note's own from before."""
        key = (kind, attribute(reference, "id"))
        if key not in self.referred:
            own = attribute(reference, "customMarkFollows").lower() in {"1", "true", "on"}
            self.referred[key] = Note(*key, "" if own else self._next_mark(kind))
        return self.referred[key].mark

    def _next_mark(self, kind: Kind) -> str:
        self.counts[kind] += 1
        form = self.forms[kind]
        mark = numeral(self.counts[kind], form)
        raised = mark.isascii() and (mark.isdigit() or form.endswith("Roman"))
        return superscript(mark) if raised else mark

    def next(self) -> list[Note]:
        """The notes referred to since the last call, footnotes first."""
        found = list(self.referred.values())[self.given :]
        self.given += len(found)
        return sorted(found, key=lambda note: note.kind == "endnote")
