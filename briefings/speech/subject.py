"""Who is the subject of a reporting verb.

A name is the subject when nothing but offices, adverbs, times and phrases of place
or occasion stands between it and the verb. A verb without a subject of its own takes
the one before it in the sentence. Anybody else who may be speaking ends the search:
then nobody is named.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from briefings.entities import Person
from briefings.speech.frame import Frame, Q, pattern
from briefings.speech.lexicon import ADVERB, AGENT, OFFICE, SAY, START
from briefings.speech.mentions import Mention, Names
from briefings.speech.verbs import verbs

UNNAMED = "no name stands before the reporting verb in the sentence"
UNCLEAR = "the sentence does not plainly say which of those it names is speaking"
JOINT = "several speak together, who are no one body"
PAIR = "the paper does not plainly say which two sides these are"
PRONOUN = "the pronoun does not plainly stand for one person"
TITLE = "the title alone does not plainly stand for one person"

_TIME = (
    r"(?:[\d一二三四五六七八九十〇零]+(?:[、至~\-—][\d一二三四五六七八九十]+)*(?:年[底初中]?|月[底初中]?|日|號|時)"
    r"|[今去前昨明][年日天晨晚早]|[上中下]旬|[上下]午|週[一二三四五六日]|星期[一二三四五六日]|近日|日前|當時|年[初底]|晚間|凌晨|早前)"
)
_LEAD = pattern(rf"(?:{ADVERB}|{_TIME})*")
_OTHER = pattern("(?:的|之|政府|政權|當局|特使|團隊|陣營|辦公室|方面的|新政府)(?!\\d)|[^，]{0,8}發言人")
_PHRASE = (
    "[在於向對就與和同跟以從自透通經應出參接會見抵訪回答被因為針當"
    "代發演受結到赴飛率前隨告約致視書首即用]|拒絕"
)
_OCCASION = "[^，。；：]{1,10}(?:之初|期間|途中|前夕|之際|當天|當日)"
_BETWEEN = pattern(
    rf"(?:{OFFICE})?(?:方面)?(?:{ADVERB}|{_TIME}|本人|等人|並未|未曾|未|沒有|{_OCCASION})*"
    rf"(?:(?:{_PHRASE})[^，。；：]*)?所?"
)
_OBJECT = pattern("(?:向|(?<!針)對|給|致|被|批|批評|告訴|會見|會晤|訪問)$")
_ALSO = pattern(rf"^(?:{OFFICE})?(?:[與和同跟及暨、])(?P<rest>.*)$")
_MEETING = pattern("通話|會談|會晤|會面|會見|通電話|舉行|視訊|見面|磋商|電話")
_LONGEST_CHAIN = 20
"""Pronouns that stand for pronouns."""
_PAIRED = pattern("(?:與|和|同|跟|及|、|暨)$")
_SOMEBODY = pattern(rf"(?:{AGENT}|{OFFICE})(?:{ADVERB})*$")
_SOMEBODY_ALONE = pattern(rf"(?:[有一另某][名位些個]?[^，]{{0,6}})?(?:{AGENT}|{OFFICE})(?:{ADVERB})*")
_OFFICE_ONLY = pattern(rf"[^，]{{0,10}}(?:{OFFICE}|卿)")
_SPOKEN_TO = pattern(
    rf"(?:對|向|給|告訴|接受|回覆|答|見|問及|問到|引述|援引)[^，]{{0,10}}(?:{AGENT}|{OFFICE})$"
)
_AGENT_EARLY = pattern(rf"^[^，]{{0,14}}?(?:{AGENT}|{OFFICE})(?=[則也亦並卻已未將仍還曾拒]|{SAY})")
_PIVOT = pattern("^[^，]{0,4}?(?:使得?|讓|令)$")
_NOUN_PHRASE = pattern("(?:這|該|此|那|其|各|外界|國際|全球|全世界|三[方國]|本)")
_TITLE_LED = pattern(rf"(?:這位|該名|該位|這名)?(?P<title>[美中日韓法英俄德]?國?(?:{OFFICE}))(?P<rest>.*)$")
_ASKED = pattern("(?:記者|委員|媒體|主持人|議員|外界)[^，]{0,6}問")
_THIS_IS = pattern("這[也就亦正才]?是|此[為乃]")
_SEVERAL = pattern("兩人|三人|等人|(?<=[，。；])雙方")
_RELATIVE = pattern(rf"的[^的]{{0,4}}?(?:{OFFICE})?$")
_STARTS = pattern(rf"(?:{START})")
_PREFIX = pattern(rf"(?:.{{0,24}}(?:{OFFICE}|[國方部院會黨的軍邦])|美|.{{0,6}}[A-Za-z）])?$")
_TITLE_ALONE = pattern(rf"^(?:這位|該名|該位|這名)?[美中日韓法英俄德]?[國方]?(?:{OFFICE})$")
_DOCUMENT = pattern(
    "^(?:的|所|發[布表]的?|公布的?|方面的?)*(?:會談|會議|會後|通話|官方)*(?:內容)?(?:聲明|新聞稿|紀要|公報|文件|報告|會談內容|會談稿|稿|聲明稿|發言人)"
)
"""A body speaks in its documents and through its spokespersons."""
_CONSENSUS = pattern("共識(?:是|就是)?")


@dataclass(frozen=True, slots=True)
class Who:
    """A subject: one person or body, several (``joint``), or nobody with the reason.

    ``open``: no subject stands here at all, so an earlier one may govern. ``firm``: no
    earlier one governs. ``country``: told by a country's name alone.
    """

    person: Person | None = None
    reason: str = ""
    joint: tuple[Person, ...] = ()
    open: bool = False
    firm: bool = field(default=False, compare=False)
    country: bool = field(default=False, compare=False)


_OPEN = Who(open=True)


@dataclass(slots=True)
class Subjects:
    """Finds subjects in one frame.

    ``number`` is the block's number, ``earlier`` the texts of the frames before it.
    """

    frame: Frame
    names: Names
    number: int
    earlier: Sequence[str] = ()
    _pronouns: dict[int, Who] = field(default_factory=dict)
    _chain: int = 0

    def of_verb(self, start: int) -> Who:
        """Who speaks, by the reporting verb at ``start``."""
        first, _ = self.frame.sentence(start)
        clauses = self.frame.clauses(first, start)
        direct = self._direct(*clauses[-1])
        if direct.person is None and not direct.joint:
            # a chain of verbs, 重申防衛承諾: the first one's subject
            chain = verbs(self.frame.text, clauses[-1][0], start)
            first_verb = self._direct(clauses[-1][0], chain[0].start) if chain else _OPEN
            if first_verb.person is not None:
                return first_verb
        if not direct.open:
            return direct
        found = self._earlier(clauses[:-1])
        if not found.open:
            return found
        if any(_NOUN_PHRASE.match(self.frame.text, *clause) for clause in clauses):
            return Who(None, UNNAMED)
        return self._sentence_before(first)

    def of_phrase(self, start: int, end: int) -> Who:
        """Who ``text[start:end]`` names as the subject of a verb at ``end``."""
        return self._direct(start, end)

    def of_sentence(self, position: int) -> Who:
        """The first subject of the sentence that holds ``position``."""
        first, end = self.frame.sentence(position)
        return self._main(first, end)

    def _direct(self, start: int, end: int) -> Who:
        text = self.frame.text
        start = self._led(start, end)
        phrase = text[start:end]
        if not phrase or set(phrase) <= {Q}:
            return _OPEN
        mentions = self._mentions(start, end)
        for mention in mentions:
            if self._fits(mention, start, end):
                return self._who(self._named(mention, mentions, start, end), start, end)
        both = next((m for m in mentions if m.sort == "pair"), None)
        if both is not None and _CONSENSUS.search(text[start : end + 2]):
            return self._who(both, start, both.end)
        bare = _LEAD.sub("", phrase)
        titled = _TITLE_LED.match(phrase) if not mentions or mentions[0].start > start else None
        if titled and titled["rest"] and _BETWEEN.fullmatch(titled["rest"]):
            person = self.names.titled(titled["title"])
            return Who(person) if person else Who(None, TITLE)
        if _TITLE_ALONE.match(phrase) and not mentions:
            person = self.names.titled(phrase)
            return Who(person) if person else Who(None, TITLE)
        alone = _SOMEBODY_ALONE.fullmatch(phrase) is not None
        if alone or (
            _SOMEBODY.search(phrase) and not _SPOKEN_TO.search(phrase) and not _STARTS.match(phrase)
        ):
            return Who(None, UNCLEAR if mentions or self._named_before(start) else UNNAMED)
        if not bare or _STARTS.match(phrase):
            return _OPEN
        return Who(None, UNCLEAR if mentions or self._named_before(start) else UNNAMED)

    def _named(self, found: Mention, mentions: Sequence[Mention], start: int, end: int) -> Mention:
        """The person behind a country that only says where he is from: 中國駐美大使謝鋒."""
        if found.sort not in {"country", "group"}:
            return found
        later = [m for m in mentions if m.sort == "person" and m.start > found.end]
        return next((m for m in later if self._fits(m, start, end)), found)

    def _named_before(self, position: int) -> bool:
        first, _ = self.frame.sentence(position)
        return any(m.sort == "person" for m in self.names.find(self.frame.text, first, position))

    def _led(self, start: int, end: int) -> int:
        """Past adverbs and times, but not into a name that begins like one."""
        match = _LEAD.match(self.frame.text, start, end)
        return match.end() if match else start

    def _mentions(self, start: int, end: int) -> list[Mention]:
        text = self.frame.text
        found = self.names.find(text, start, end)
        origin = self.frame.origin[start] if start < len(self.frame.origin) else 0
        if not found or found[0].start > start:
            short = self.names.short_at(text, start, (self.number, origin))
            if short is not None and short.end <= end:
                return [short, *found]
        return found

    def _fits(self, mention: Mention, start: int, end: int) -> bool:
        text = self.frame.text
        before, after = text[start : mention.start], text[mention.end : end]
        if _OBJECT.search(before) or _PAIRED.search(before):
            return False
        document = _DOCUMENT.match(after) if mention.sort in {"group", "country"} else None
        if document is not None and before in {"在", "从"}:
            before = ""
        if mention.sort in {"country", "pronoun", "pair"} and before and not before.endswith(("以及", "而")):
            return False
        if mention.sort == "group" and before and not _PREFIX.fullmatch(before):
            return False
        if document is not None:
            after = after[document.end() :]
        elif _OTHER.match(after):
            return False
        also = _ALSO.match(after)
        if also and not _MEETING.search(also["rest"]):
            return True
        if not _BETWEEN.fullmatch(after):
            return False
        return not (_SOMEBODY.search(after) and len(after) > 3 and not _SPOKEN_TO.search(after))  # noqa: PLR2004

    def _who(self, mention: Mention, start: int, end: int) -> Who:
        text = self.frame.text
        if mention.sort == "pronoun":
            return self._antecedent(start)
        if mention.sort == "pair":
            word = text[mention.start : mention.end]
            person = self.names.both(text[: mention.start], word, self.earlier)
            return Who(person) if person else Who(None, PAIR)
        also = _ALSO.match(text[mention.end : end])
        if also and not _MEETING.search(also["rest"]):
            others = [m.person for m in self.names.find(text, mention.end, end) if m.person is not None]
            if mention.person is not None and others and all(p is mention.person for p in others):
                return Who(mention.person)
            if mention.person is not None and others:
                return Who(None, JOINT, (mention.person, *others))
            return Who(None, UNCLEAR)
        return Who(mention.person, country=mention.sort == "country")

    def _antecedent(self, position: int) -> Who:
        """Whom the pronoun at ``position`` stands for; a pronoun for a pronoun takes its person."""
        if position not in self._pronouns:
            # stands while it is looked for: a chain of pronouns without a name ends here
            self._pronouns[position] = Who(None, PRONOUN)
            self._chain += 1
            if self._chain <= _LONGEST_CHAIN:
                self._pronouns[position] = self._look_back(position)
            self._chain -= 1
        return self._pronouns[position]

    def _look_back(self, position: int) -> Who:
        first, _ = self.frame.sentence(position)
        clauses = self.frame.clauses(first, position)[:-1]
        clauses = [clause for clause in clauses if not _ASKED.search(self.frame.text, *clause)]
        found = self._earlier(clauses) if clauses else _OPEN
        sentence = self.frame.before(first)
        while found.open and sentence is not None:
            found = self._main(*sentence)
            sentence = self.frame.before(sentence[0]) if found.open else None
        if found.person is not None and not found.person.is_group:
            return found
        return Who(None, PRONOUN)

    def _earlier(self, clauses: Sequence[tuple[int, int]]) -> Who:
        """The subject that governs what follows ``clauses``, nearest first."""
        fallback = _OPEN
        for start, end in reversed(clauses):
            for verb in verbs(self.frame.text, start, end)[:1]:
                found = self._direct(start, verb.start)
                if not found.open:
                    return found
            begins = self._begins(start, end)
            if begins is None and _THIS_IS.match(self.frame.text, self._led(start, end), end):
                return Who(None, UNNAMED)
            if begins is None:
                continue
            if begins.firm:
                return begins
            if begins.person is not None and not begins.person.is_group:
                return begins
            if not begins.open and begins.person is None and not begins.joint and begins.reason != PAIR:
                return begins
            fallback = begins if fallback.open else fallback
        return fallback

    def _begins(self, start: int, end: int) -> Who | None:
        """The subject with which a clause begins; ``None`` where it has none of its own."""
        text = self.frame.text
        led = self._led(start, end)
        mentions = self._mentions(led, end)
        for mention in mentions:
            before, after = text[led : mention.start], text[mention.end : end]
            if _PIVOT.search(before):
                return replace(self._who(mention, led, mention.end), firm=True)
            if _OTHER.match(after) or _OBJECT.search(before) or _PAIRED.search(before):
                break
            if before and (_STARTS.match(before) or not _PREFIX.fullmatch(before)):
                break
            if mention.sort == "person" and not after and (before or mention.start > start):
                break
            if mention.sort == "person" or not before:
                found = self._person_behind(mention, mentions)
                return self._who(found, led, end)
            break
        last = mentions[-1] if mentions else None
        if last is not None and last.end == end and _RELATIVE.search(text[led : last.start]):
            return self._who(last, led, end)
        phrase = text[led:end]
        if phrase and not _STARTS.match(phrase) and _AGENT_EARLY.match(phrase):
            return Who(None, UNCLEAR if self._named_before(start) else UNNAMED)
        return None

    def _person_behind(self, found: Mention, mentions: Sequence[Mention]) -> Mention:
        """The person whom a country at a clause's head belongs to: 美國務卿布林肯."""
        if found.sort == "person":
            return found
        text = self.frame.text
        people = [m for m in mentions if m.sort == "person" and m.start >= found.end]
        return next((m for m in people if _OFFICE_ONLY.fullmatch(text[found.end : m.start])), found)

    def _main(self, start: int, end: int) -> Who:
        """The first subject of a sentence."""
        for clause in self.frame.clauses(start, end):
            for verb in verbs(self.frame.text, *clause)[:1]:
                found = self._direct(clause[0], verb.start)
                if not found.open:
                    return found
            begins = self._begins(*clause)
            if begins is not None and not begins.open:
                return begins
        return _OPEN

    def _sentence_before(self, first: int) -> Who:
        """The subject of the sentence before, for one that has none; further back only past ；."""
        sentence = self.frame.before(first)
        while sentence is not None:
            found = self._main(*sentence)
            if not found.open:
                several = _SEVERAL.search(self.frame.text, *sentence)
                group = found.person is not None and found.person.is_group
                keeps = found.person is not None and not several and (not group or self._half(first))
                return found if keeps else Who(None, found.reason or UNNAMED)
            if any(_NOUN_PHRASE.match(self.frame.text, *clause) for clause in self.frame.clauses(*sentence)):
                break
            first = sentence[0]
            sentence = self.frame.before(first)
        return Who(None, UNNAMED)

    def _half(self, first: int) -> bool:
        """Whether what begins at ``first`` goes on after ；."""
        return self.frame.text[first - 1 : first] in {"；", ";"}
