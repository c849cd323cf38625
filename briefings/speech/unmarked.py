"""Direct speech printed without quotation marks.

Minutes and interviews (名字：…), 他說：… inside a paragraph, headlines (名字：…), and
words in the first person after a reporting verb.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from briefings.speech.frame import Frame, Q, pattern
from briefings.speech.lexicon import OFFICE, SAY
from briefings.speech.mentions import Names
from briefings.speech.subject import UNNAMED, Subjects, Who
from briefings.speech.verbs import Verb, verbs

_TURN = pattern(r"^(?P<who>[^，。；：:「」]{1,16})[：:](?=.)")
_ROLE = pattern(rf"^(?:問|答|記者|主席|主持人|{OFFICE})$")
_SAYS = pattern(rf"(?P<verb>(?:{SAY})(?:說|道)?)[：:](?![{Q}「『“\"])")
_SAYS_WE = pattern(r"^[，,]?(?=(?:我們|我(?!國|方|政府|[軍黨])|本人))")
_WE = pattern(r"我們(?!的)[將不會要必]")
_AUTHOR = pattern("(?:我|筆者|如果|若)[^，。：]{0,6}$")
_STOP = pattern(r"[。！？；]")


@dataclass(frozen=True, slots=True)
class Unmarked:
    """Words at ``text[start:end]`` of a frame, said by ``who``; ``turn``: the block is one speaker's turn."""

    start: int
    end: int
    who: Who
    verb: str = ""
    turn: bool = False


def unmarked(frame: Frame, subjects: Subjects, names: Names) -> Iterator[Unmarked]:
    """The direct speech without marks in ``frame``."""
    turn = _turn(frame, names)
    if turn is not None:
        yield turn
        return
    for match in _SAYS.finditer(frame.text):
        first, end = frame.sentence(match.end())
        if match.end() < end and not _AUTHOR.search(frame.text[first : match.start()]):
            who = subjects.of_verb(match.start())
            yield Unmarked(match.end(), _close(frame, match.end(), end), who, match["verb"])
    for verb in verbs(frame.text, 0, len(frame.text)):
        if verb.say:
            found = _first_person(frame, verb, subjects)
            if found is not None:
                yield found


def _turn(frame: Frame, names: Names) -> Unmarked | None:
    match = _TURN.match(frame.text)
    if match is None:
        return None
    label = match["who"]
    who: Who | None = None
    mentions = [m for m in names.find(frame.text, 0, match.end("who")) if m.sort in {"person", "group"}]
    if mentions and mentions[-1].end == match.end("who"):
        who = Who(mentions[-1].person)
    elif _ROLE.fullmatch(label):
        person = names.titled(label)
        who = Who(person) if person else Who(None, UNNAMED)
    if who is None or frame.text[match.end()] == Q:
        return None
    return Unmarked(match.end(), len(frame.text), who, turn=True)


def _first_person(frame: Frame, verb: Verb, subjects: Subjects) -> Unmarked | None:
    """他說，我們願意… and 但也聲明…，但如果…，我們將…: the speaker's own 我們 in a paper that is not his."""
    text = frame.text
    end = frame.sentence(verb.start)[1]
    begin = _SAYS_WE.match(text[verb.end : end])
    who = subjects.of_verb(verb.start)
    if who.person is None:
        return None
    if begin:
        start = verb.end + begin.end()
        stop = _close(frame, start, end)
        return Unmarked(start, stop, who, verb.text)
    later = next((v.start for v in verbs(text, verb.end, end) if v.say), end)
    clauses = frame.clauses(verb.end, later)
    for number, (start, stop) in enumerate(clauses):
        if _WE.match(text, start, stop):
            first = clauses[number - 1][0] if number > 1 and _IF.match(text, *clauses[number - 1]) else start
            first = first + 1 if text.startswith("但", first) else first
            return Unmarked(first, _close(frame, first, later), who, verb.text)
    return None


_IF = pattern("但?(?:如果|若|只要|假如|除非)")


def _close(frame: Frame, start: int, end: int) -> int:
    """Without the mark that ends the sentence."""
    while end > start and _STOP.match(frame.text, end - 1):
        end -= 1
    return end
