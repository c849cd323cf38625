"""Indirect speech: a subject, a reporting verb, and what follows it."""

from __future__ import annotations

from collections.abc import Iterator

from briefings.speech.frame import Frame, Q, pattern
from briefings.speech.subject import Subjects, Who
from briefings.speech.verbs import Verb, verbs

_FIRST_CLAUSE = pattern("^[，,：:]?(?P<words>[^，。；]*)")
_PAPERS = pattern("聲明|說明|談話")
_OWN = pattern("(?:各自|會後|聯合|共同|發表|發布)的?$")
_NEAR = 60
_LEAST = 2
_NOUN = pattern("[的此該其無有點項未]$|沒有$|被[^，。；]*$")
_NO_CLAUSE = pattern(
    f"^[，,：:]?{Q}[，。；]?$|^[。；，]?$|^[，,：:]?[「『“‘]|^(?:的|之|書|稿|者|權)|^(?:後|時|中|人|會)(?:[，。；]|$)"
    "|^、|^(?:與|和|及)[^，。；]{1,4}(?:[，。；]|$)"
)
_ATTITUDE = pattern("希望|期望|期待|關切|支持|堅持|歡迎|擔憂|盼|提出|反對|認為|要求")
"""Of a country's name alone these tell a policy as the author sees it, not something said."""
_STOP = pattern("[。！？；，]")


def reports_in(frame: Frame, subjects: Subjects) -> Iterator[tuple[int, int, Who, str]]:
    """Indirect speech in ``frame``: start, end, speaker, verb. One per speaker's run in a sentence.

    Only where a subject is printed: a verb that nobody governs is no report.
    """
    start = 0
    while start < len(frame.text):
        _, end = frame.sentence(start)
        yield from _sentence(frame, subjects, start, end)
        start = end


def _sentence(frame: Frame, subjects: Subjects, start: int, end: int) -> Iterator[tuple[int, int, Who, str]]:
    runs: list[tuple[int, Who, str]] = []
    for verb in verbs(frame.text, start, end):
        if not _reports(frame, verb, end):
            continue
        who = subjects.of_verb(verb.start)
        if who.open or (who.person is None and not who.joint):
            continue
        if who.country and _ATTITUDE.match(verb.text):
            continue
        # 孟嵐表示，中方反對…: what a person says of a government is still that person's report
        speaks = runs[-1][1].person if runs else None
        inside = speaks is not None and not speaks.is_group and not verb.say and who.person != speaks
        inside = inside and (who.person is None or who.person.is_group)
        if not inside and (not runs or runs[-1][1] != who):
            runs.append((verb.start, who, verb.text))
    for number, (first, who, text) in enumerate(runs):
        stop = end
        if number + 1 < len(runs):
            # the next speaker's clause is no part of this report
            stop = frame.clauses(start, runs[number + 1][0])[-1][0]
        while stop > first and _STOP.match(frame.text, stop - 1):
            stop -= 1
        if stop > first + len(text):
            yield first, stop, who, text


def _reports(frame: Frame, verb: Verb, end: int) -> bool:
    before, after = frame.text[max(0, verb.start - _NEAR) : verb.start], frame.text[verb.end : end]
    if _NOUN.search(before) or (_PAPERS.match(verb.text) and _OWN.search(before)) or _NO_CLAUSE.match(after):
        return False
    first = _FIRST_CLAUSE.match(after)
    return first is not None and len(first["words"].replace(Q, "")) >= _LEAST
