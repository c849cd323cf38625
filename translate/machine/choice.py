"""Of all that an engine offers for a segment, the English with the fewest and lightest findings.

Every segment is asked once, plainly. Only where the checks object, or nothing usable
came, is the engine asked again: for its other hypotheses, against loops, with terms
and numbers carried into the Chinese as English, at last clause by clause. What was
taken beyond the plain answer is recorded. What is made of a text depends on the text,
the engine and the context alone, never on what else is asked.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Final

from translate import checks
from translate.checks.base import Context, Pair, has_words
from translate.engines.base import (
    PLAIN,
    Engine,
    Hypothesis,
    Manner,
    Progress,
    fits_checked,
    translate_checked,
)
from translate.engines.split import clauses, pack, split
from translate.hanzi import CJK_RE, HAN_RE
from translate.machine import carry
from translate.machine.carry import Carried
from translate.model import EngineStep, Finding
from translate.quantities.values import ordinal

POLICY: Final = "choice=2"
"""The rules below, for a signature; raised when they change."""

WAVE_SEGMENTS: Final = 256
WAVE_CHARACTERS: Final = 16_000
"""Where a wave ends: what a kill can lose, seconds to a minute of work."""

SEVERAL: Final = Manner(hypotheses=4)
AGAIN: Final = Manner(hypotheses=4, no_repeat_ngram=3)
HARDER: Final = Manner(hypotheses=4, no_repeat_ngram=3, repetition_penalty=1.2)

_UNLIKE: Final = {AGAIN: "no three tokens may come twice", HARDER: "and what was said before is less likely"}

Weight = tuple[int, int, int]
"""How many findings are critical, major, minor."""


@dataclass(frozen=True, slots=True)
class Made:
    """What became of a text.

    Attributes:
        zh: the text.
        en: its English; ``""`` only if nothing usable came in any manner.
        steps: what it took beyond one plain request.
    """

    zh: str
    en: str
    steps: tuple[EngineStep, ...]


@dataclass(frozen=True, slots=True)
class _Version:
    """One English version; ``place`` is (how early its kind was asked for, its rank in the answer)."""

    en: str
    findings: tuple[Finding, ...]
    place: tuple[int, int]
    manner: Manner
    steps: tuple[EngineStep, ...] = ()

    @property
    def weight(self) -> Weight:
        return _weight(self.findings)


@dataclass(slots=True)
class _Case:
    """A text, whole, with the versions so far."""

    zh: str
    versions: list[_Version] = field(default_factory=list)
    requests: int = 0

    @property
    def best(self) -> _Version | None:
        return min(self.versions, key=lambda version: (version.weight, version.place), default=None)

    @property
    def plain(self) -> _Version | None:
        return next((version for version in self.versions if version.place == (0, 0)), None)

    @property
    def is_open(self) -> bool:
        """Whether something better is wanted."""
        best = self.best
        return best is None or best.weight[:2] != (0, 0)

    @property
    def is_stuck(self) -> bool:
        """Whether all that came is nothing, a loop, or of a length that no translation has."""
        best = self.best
        return best is None or any(
            finding.severity == "critical" and finding.check in _STUCK for finding in best.findings
        )


_STUCK: Final = frozenset({"repetition", "length"})


@dataclass(frozen=True, slots=True)
class _Request:
    """What the engine is asked for a case: ``text`` is its Chinese, or that with English carried in."""

    case: _Case
    text: str
    manner: Manner
    place: int
    steps: tuple[EngineStep, ...] = ()
    carried: tuple[Carried, ...] = ()


def translate_segments(
    engine: Engine, texts: Sequence[str], context: Context, progress: Progress | None = None
) -> Iterator[list[Made]]:
    """Translate ``texts``, wave by wave, each yielded as it is finished.

    Args:
        engine: any engine.
        texts: unique and not empty.
        context: for the checks.
        progress: told of texts that have their plain answer, those of earlier waves included.

    Yields:
        What became of some of the texts, the longest first; of each exactly once.

    Raises:
        EngineError: the engine as a whole cannot do its work; earlier waves hold.
    """
    done = 0
    for wave in _waves(texts):
        told = None if progress is None else partial(_tell, progress, done)
        made = _make(engine, wave, context, by_clauses=True, progress=told)
        done += len(wave)
        yield [made[text] for text in wave]


def _tell(progress: Progress, before: int, done: int) -> None:
    progress(before + done)


def _waves(texts: Sequence[str]) -> Iterator[list[str]]:
    wave: list[str] = []
    characters = 0
    for text in sorted(texts, key=len, reverse=True):
        if wave and (len(wave) == WAVE_SEGMENTS or characters + len(text) > WAVE_CHARACTERS):
            yield wave
            wave, characters = [], 0
        wave.append(text)
        characters += len(text)
    if wave:
        yield wave


def _make(
    engine: Engine,
    texts: Iterable[str],
    context: Context,
    *,
    by_clauses: bool,
    progress: Progress | None = None,
) -> dict[str, Made]:
    """What becomes of each of ``texts``. A part that does not fit by itself is not asked for."""
    cases: list[_Case] = []
    long: dict[str, list[str]] = {}
    made: dict[str, Made] = {}
    for text in texts:
        if fits_checked(engine, text):
            cases.append(_Case(text))
        elif by_clauses:
            long[text] = split(text, lambda part: fits_checked(engine, part))
        else:
            made[text] = Made(text, "", ())
    _rounds(engine, cases, context, progress)
    stuck = {case.zh: _halves(case.zh) for case in cases if by_clauses and case.is_stuck}
    stuck = {text: parts for text, parts in stuck.items() if len(parts) > 1}
    asked = dict.fromkeys(part for parts in (*long.values(), *stuck.values()) for part in parts)
    of_parts = _make(engine, filter(_needs_engine, asked), context, by_clauses=False) if asked else {}
    for text, parts in long.items():
        made[text] = _joined(text, parts, of_parts, "longer than the engine takes at once")
    for case in cases:
        if case.zh in stuck:
            why = "every request for the whole gave a loop or nothing usable"
            joined = _joined(case.zh, stuck[case.zh], of_parts, why)
            case.requests += len(stuck[case.zh])
            if joined.en:
                findings = _findings(case.zh, joined.en, context)
                case.versions.append(_Version(joined.en, findings, (_SPLIT, 0), PLAIN, joined.steps))
        made[case.zh] = _settled(case)
    return made


_PLAIN, _SEVERAL, _AGAIN, _HARDER, _TERMS, _SPLIT = range(6)
"""Kinds of versions, in the order in which they win where findings are equal."""


def _rounds(engine: Engine, cases: Sequence[_Case], context: Context, progress: Progress | None) -> None:
    """Ask the engine for all ``cases`` once, then again for those that need it, each time together."""
    _ask(engine, [_Request(case, case.zh, PLAIN, _PLAIN) for case in cases], context, progress)
    _ask(engine, [_Request(case, case.zh, SEVERAL, _SEVERAL) for case in cases if case.is_open], context)
    for manner, place in ((AGAIN, _AGAIN), (HARDER, _HARDER)):
        stuck = [case for case in cases if case.is_stuck]
        _ask(
            engine,
            [_Request(case, case.zh, manner, place, (_retry(case, manner),)) for case in stuck],
            context,
        )
    first = [request for case in cases if case.is_open for request in _carrying(case, context)]
    before = {id(request.case): request.case.best for request in first}
    _ask(engine, first, context)
    second = [
        again
        for request in first
        if request.case.best is before[id(request.case)] and request.case.is_open
        for again in _carrying_less(request)
    ]
    _ask(engine, second, context)


def _retry(case: _Case, manner: Manner) -> EngineStep:
    best = case.best
    came = "nothing usable came"
    if best is not None:
        came = _messages(finding for finding in best.findings if finding.check in _STUCK)
    rule = ", ".join(text for other, text in _UNLIKE.items() if manner in {other, HARDER})
    return EngineStep("retry", f"asked again so that {rule}: {came}")


def _carrying(case: _Case, context: Context) -> Iterator[_Request]:
    """The case with everything that its best version lacks carried into the Chinese, if anything."""
    best = case.best
    if best is None:
        return
    carried = carry.wanted(case.zh, best.findings, context.glossary)
    if carried:
        # in the best version's manner, or its loop would come back
        manner = replace(best.manner, hypotheses=SEVERAL.hypotheses)
        steps = tuple(step for step in best.steps if step.kind == "retry")
        yield _Request(case, carry.into(case.zh, carried), manner, _TERMS, steps, carried)


def _carrying_less(request: _Request) -> Iterator[_Request]:
    """The same with the names alone, where all together made it worse."""
    names = carry.names(request.carried)
    if names and names != request.carried:
        text = carry.into(request.case.zh, names)
        yield replace(request, text=text, carried=names)


def _ask(
    engine: Engine, requests: Sequence[_Request], context: Context, progress: Progress | None = None
) -> None:
    """Put all ``requests`` to the engine, those in one manner at once, and keep what is usable."""
    for manner in dict.fromkeys(request.manner for request in requests):
        those = [request for request in requests if request.manner == manner]
        texts = list(dict.fromkeys(request.text for request in those))
        offered = dict(zip(texts, translate_checked(engine, texts, manner, progress), strict=True))
        for request in those:
            request.case.requests += 1
            reference = request.case.best
            versions = list(_versions(request, offered[request.text], context))
            if request.carried:
                versions = [version for version in versions if _helps(request, version, reference)]
                versions = [_told(request, version) for version in versions]
            request.case.versions += versions


def _versions(request: _Request, offered: Sequence[Hypothesis], context: Context) -> Iterator[_Version]:
    zh, plain = request.case.zh, request.case.plain
    found = [(hypothesis.text, _findings(zh, hypothesis.text, context)) for hypothesis in offered]
    for rank, (en, findings) in enumerate(found):
        steps = request.steps
        if rank or request.place == _SEVERAL:
            first = "the first" if request.place != _SEVERAL else "the plain one"
            before = found[0][1] if request.place != _SEVERAL else plain.findings if plain else None
            came = "nothing usable" if before is None else _less(before, findings)
            reason = f"{ordinal(rank + 1)} of {len(found)} hypotheses; {first}: {came}"
            steps = (*steps, EngineStep("hypothesis", reason))
        yield _Version(en, findings, (request.place, rank), request.manner, steps)


def _helps(request: _Request, version: _Version, reference: _Version | None) -> bool:
    """Whether something that was carried in came out, and no other check finds more than before."""
    if reference is None or not _came_out(request.carried, version):
        return False
    return all(
        _weight(version.findings, check) <= _weight(reference.findings, check)
        for check in {finding.check for finding in version.findings}
    )


def _came_out(carried: Sequence[Carried], version: _Version) -> tuple[Carried, ...]:
    """Those of ``carried`` that no finding misses any more."""
    missed = {finding.zh_span for finding in version.findings if finding.check in carry.CARRIED}
    return tuple(item for item in carried if item.span not in missed)


def _told(request: _Request, version: _Version) -> _Version:
    """``version`` with the step that says what was carried in."""
    zh = request.case.zh
    items = [f"{zh[slice(*item.span)]} as “{item.en}”" for item in _came_out(request.carried, version)]
    step = EngineStep("terms", f"carried into the Chinese: {', '.join(items)}; missing before")
    own = len(request.steps)
    return replace(version, steps=(*version.steps[:own], step, *version.steps[own:]))


def _settled(case: _Case) -> Made:
    best = case.best
    if best is None:
        reason = f"nothing usable came of {case.requests} requests"
        return Made(case.zh, "", (EngineStep("retry", reason),))
    return Made(case.zh, best.en, best.steps)


def _findings(zh: str, en: str, context: Context) -> tuple[Finding, ...]:
    return checks.run(Pair(zh, en), context, checks.CHOICE)


def _weight(findings: Iterable[Finding], check: str = "") -> Weight:
    """The weight of all findings, or of one check's."""
    severities = [finding.severity for finding in findings if check in {"", finding.check}]
    return severities.count("critical"), severities.count("major"), severities.count("minor")


_GRAVITY: Final = ("critical", "major", "minor")
_NAMED = 2


def _messages(findings: Iterable[Finding]) -> str:
    """The gravest findings in words, and how many more there are."""
    ordered = sorted(findings, key=lambda finding: _GRAVITY.index(finding.severity))
    texts = list(dict.fromkeys(finding.message.rstrip(".") for finding in ordered))
    more = f"; and {len(texts) - _NAMED} more" if len(texts) > _NAMED else ""
    return "; ".join(texts[:_NAMED]) + more


def _less(worse: Sequence[Finding], better: Sequence[Finding]) -> str:
    """What ``better`` no longer has, in words."""
    left = {(finding.check, finding.message) for finding in better}
    return _messages(f for f in worse if (f.check, f.message) not in left) or "more findings in all"


def _needs_engine(part: str) -> bool:
    """Whether a part has anything to translate: not punctuation alone, not Latin print."""
    return HAN_RE.search(part) is not None


def _as_printed(part: str) -> str:
    """A part that needs no engine, without Chinese punctuation; ``""`` if it has no words."""
    return CJK_RE.sub(" ", part).strip() if has_words(part) else ""


def _halves(text: str) -> list[str]:
    """``text`` at its clause marks, in parts of half its length at most where its clauses allow that."""
    half = (len(text) + 1) // 2
    return pack(clauses(text), lambda part: len(part) <= half)


def _joined(text: str, parts: Sequence[str], made: dict[str, Made], why: str) -> Made:
    """The parts' English, joined by a space; none if a part that says something has none."""
    step = EngineStep("split", f"in {len(parts)} parts, cut at clause marks: {why}")
    english: list[str] = []
    steps = [step]
    for number, part in enumerate(parts, start=1):
        if not _needs_engine(part):
            english.append(_as_printed(part))
            continue
        done = made[part]
        label = f"part {number} of {len(parts)}"
        if not done.en:
            return Made(text, "", (step, EngineStep("retry", f"{label} gave nothing usable")))
        english.append(done.en.strip())
        steps += [EngineStep(item.kind, f"{label}: {item.reason}") for item in done.steps]
    return Made(text, " ".join(filter(None, english)), tuple(steps))
