"""Which findings a person means to waive, and what the waivers of a workspace do."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from translate.config import CHECKS
from translate.errors import ConfigurationError
from translate.model import Finding, Waived, Waiver
from translate.stage import Translated
from translate.waivers import Judged, Standing, judged, slug_of, waiver_of


@dataclass(frozen=True, slots=True)
class Wish:
    """A segment's findings: all of them, those of one check, or those that mark certain words."""

    segment: str
    check: str = ""
    words: str = ""

    def __str__(self) -> str:
        return ":".join(filter(None, (self.segment, self.check, self.words)))

    def means(self, waiver: Waiver) -> bool:
        """Whether the finding of ``waiver`` is meant."""
        return (
            waiver.segment == self.segment
            and self.check in {"", waiver.check}
            and self.words in {"", waiver.zh_marked, waiver.en_marked}
        )


@dataclass(frozen=True, slots=True)
class Decision:
    """What a person says when waiving: ``translate.waivers.REASONS`` has the reasons."""

    reason: str
    note: str
    by: str
    date: str


@dataclass(frozen=True, slots=True)
class Chosen:
    """Findings that wishes mean: those in force with the waivers they would get, and those waived before."""

    new: tuple[tuple[Finding, Waiver], ...]
    before: tuple[Waived, ...]


def wishes(texts: Iterable[str]) -> list[Wish]:
    """``SEGMENT``, ``SEGMENT:CHECK`` or ``SEGMENT:CHECK:WORDS``, as a user writes them.

    Raises:
        ConfigurationError: what is no segment's id or no check's (all of them listed).
    """
    found, problems = [], []
    for text in dict.fromkeys(texts):
        segment, colon, rest = text.partition(":")
        check, _, words = rest.partition(":")
        if not all(segment.rpartition(".")[::2]):
            problems.append(f"{text}: not the id of a segment")
        elif colon and check not in CHECKS:
            problems.append(f"{text}: no such check; there are {', '.join(CHECKS)}")
        else:
            found.append(Wish(segment, check, words))
    if problems:
        raise ConfigurationError.from_problems(
            "waive", problems, "briefings check prints the id at the end of each line, in brackets."
        )
    return found


def papers_of(wanted: Iterable[Wish]) -> list[str]:
    """Slugs of the papers that the wishes are about."""
    return list(dict.fromkeys(slug_of(wish.segment) for wish in wanted))


def chosen(wanted: Sequence[Wish], papers: Mapping[str, Translated], decision: Decision) -> Chosen:
    """The findings that ``wanted`` means, each once.

    Raises:
        ConfigurationError: a wish means no finding at all (all such wishes listed).
    """
    new: dict[tuple[str, Finding], Waiver] = {}
    before: dict[Waived, None] = {}
    problems = []
    for wish in wanted:
        paper = papers[slug_of(wish.segment)]
        item = paper.translations.get(wish.segment)
        text = next((s.text for _, s in paper.document.segments() if s.id == wish.segment), None)
        if text is None:
            problems.append(f"{wish}: {paper.document.file} has no such segment")
            continue
        waivers = {
            finding: waiver_of(
                finding, text, item,
                reason=decision.reason, note=decision.note, by=decision.by, date=decision.date,
            )
            for finding in (item.findings if item else ()) if item
        }  # fmt: skip
        meant = {(wish.segment, finding): one for finding, one in waivers.items() if wish.means(one)}
        earlier = [one for one in (item.waived if item else ()) if wish.means(one.waiver)]
        if not (meant or earlier):
            others = ", ".join(sorted({finding.check for finding in waivers})) or "none"
            problems.append(f"{wish}: nothing to waive; findings of the segment: {others}")
        new |= meant
        before |= dict.fromkeys(earlier)
    if problems:
        raise ConfigurationError.from_problems(
            "nothing was waived", problems, "See briefings check for the findings there are."
        )
    return Chosen(tuple((finding, waiver) for (_, finding), waiver in new.items()), tuple(before))


def standings(
    waivers: Iterable[Waiver], papers: Mapping[str, Translated], known: Collection[str]
) -> list[Judged]:
    """What each waiver does, in order.

    Args:
        waivers: any.
        papers: those that were read and checked, by slug.
        known: slugs of all papers that there are.
    """
    texts = {slug: {s.id: s.text for _, s in paper.document.segments()} for slug, paper in papers.items()}
    result = []
    for waiver in waivers:
        slug = slug_of(waiver.segment)
        if slug in papers:
            paper = papers[slug]
            zh = texts[slug].get(waiver.segment)
            item = paper.translations.get(waiver.segment)
            result.append(judged(waiver, zh, item, paper.switched_off))
        elif slug in known:
            result.append(Judged(waiver, Standing.NOT_READ))
        else:
            result.append(Judged(waiver, Standing.LAPSED, "the paper is not in sources.toml any more"))
    return result
