"""Who said the words of a quotation, by how its sentence links them to a subject."""

from __future__ import annotations

from briefings.entities import Person
from briefings.speech.frame import Frame, pattern
from briefings.speech.kinds import Judged
from briefings.speech.mentions import Names
from briefings.speech.subject import UNNAMED, Subjects, Who

_ISSUER = pattern("^[^，]{0,4}?(?:根據|據|依據|依照|按照)(?P<who>[^，]*)")
_LABEL = pattern("(?P<who>[^，。；：:]{1,16})[：:]")


def speaker_of(judged: Judged, position: int, subjects: Subjects) -> tuple[Who, str]:
    """The speaker of the quotation at ``position`` of the frame of ``subjects``, and the verb."""
    text = subjects.frame.text
    if judged.link == "label":
        person = labelled(subjects.frame, position, subjects.names)
        return Who(person) if person else Who(None, UNNAMED), ""
    verb = judged.verb
    if judged.link == "behind" and verb is not None:
        start = position + 1
        while text[start : start + 1] in {"，", ","}:
            start += 1
        return _closed(subjects.of_phrase(start, verb.start)), verb.text
    if verb is None:
        return _issuer(position, subjects), ""
    who = subjects.of_verb(verb.start)
    if who.person is None and who.joint:
        issuer = _issuer(position, subjects)
        if issuer.person is not None:
            return issuer, verb.text
    return _closed(who), verb.text


def labelled(frame: Frame, position: int, names: Names) -> Person | None:
    """Whose name and a colon stand before the quotation at the head of a paragraph: 高明遠：「…」."""
    match = _LABEL.fullmatch(frame.text[:position])
    if match is None:
        return None
    found = [m for m in names.find(frame.text, 0, match.end("who")) if m.end == match.end("who")]
    return found[0].person if found else None


def _closed(who: Who) -> Who:
    return Who(None, UNNAMED) if who.open else who


def _issuer(position: int, subjects: Subjects) -> Who:
    """Whose document the sentence says it follows: 根據國務院的聲明."""
    start, _ = subjects.frame.sentence(position)
    match = _ISSUER.match(subjects.frame.text[start:position])
    if match is None:
        return Who(None, UNNAMED)
    first, last = (start + edge for edge in match.span("who"))
    bodies = {
        m.person.id: m.person
        for m in subjects.names.find(subjects.frame.text, first, position)
        if m.sort in {"group", "country"} and m.person is not None
    }
    named = [m.person for m in subjects.names.find(subjects.frame.text, first, last) if m.person is not None]
    if named:
        return Who(named[0])
    return Who(next(iter(bodies.values()))) if len(bodies) == 1 else Who(None, UNNAMED)
