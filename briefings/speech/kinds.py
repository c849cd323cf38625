"""What a quoted span is: somebody's words, or a term, title, name or word held at a distance.

The rules stand in the order of their strength. Words are somebody's only where the
sentence says so: a reporting verb before or behind them, or over the clause in which
they stand as a clause, never for a lone noun.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from briefings.speech.frame import Frame, Q, pattern
from briefings.speech.lexicon import (
    CALLED,
    HEADS,
    NAME_HEADS,
    PREDICATE,
    TALKS,
    TERM_HEADS,
    TITLE_HEADS,
    TRANSITIVE,
)
from briefings.speech.model import Kind
from briefings.speech.verbs import Verb, at_once, before_colon, postposed, verbs
from translate.hanzi import fold

Link = Literal["before", "over", "behind", "source", "label", "none"]

_NAMED_AFTER = pattern(
    rf"^(?:的)?(?:{HEADS})(?!是)|^(?:一詞|之說|的說法|說法|字樣|這個|一語|二字|兩字|等詞|之類|號(?!召)|此一)|^、{Q}"
)
_ROW = pattern(rf"{Q}(?:、|和|與|及|或)$")
_TERM = pattern(rf"[^，。；！？：]*(?:{HEADS}|{TERM_HEADS})")
_TITLE = pattern(
    rf"[^，。；！？：]+(?:{TITLE_HEADS}|(?<=[^，。；！？：]{{3}})(?:清單|情況|意見))(?:[（(][^（）()]*[)）])?"
)
_TITLE_AFTER = pattern(
    "^(?:一書|一文|雜誌|報告|條約|共同報告|的報告|第\\d+次締約|，?第[一二三四五六七八九十]+條|中寫|引述|則稱|報導|社論|全文|草案)"
)
_TITLE_BEFORE = pattern(
    "(?:簽署|核可|通過|修訂|依|依據|根據|公布|發布|發表|取代|撰寫|起草|中英文版|名稱為|審議|商談)$"
)
_NAME = pattern(rf"[^，。；！？：]+(?:{NAME_HEADS})")
_NAME_AFTER = pattern("^(?:號|驅逐艦|號?軍艦|活動|艦隊|第\\d+次會議|聯合演習|演習|登場|連鎖|散步|會長)")
_NAME_BEFORE = pattern("(?:代號|出席|參加|前往|艦艇|舉辦|由|抵達)$")
_PREDICATE = pattern(PREDICATE)
_WHOLE = pattern("[，。！？；]")
_SEVERAL = pattern("[，。、！？；]")
_FIRST_PERSON = pattern("我們|(?<![自])我(?!國)")
_CLAUSE_END = pattern(r"^(?:[，。；！？,.]|$|[而並但且])")
_STANDS_ALONE = pattern(r"(?:^|[，；：:])(?:但|而|並|且|也|卻|則)?$")
_COPULA = pattern(
    "(?:[是將會要願應相已為把把當成]|願意|應該|必須|十分|非常|已經|從未|可以|能夠|不能|不會|開始|有必要|打算|一直)$"
)
_CIRCUMSTANCE = pattern("(?:基礎上|前提下|情況下|原則下|框架下|精神下)$")
_APPRAISAL = pattern(
    "(?:關鍵|重要|核心|積極|決定性|建設性|消極|負面|歷史性)的?(?:角色|作用|意義|地位|影響|一步|支柱|夥伴|貢獻)"
)
_STABLE = pattern("[堅穩牢]若[^，]{2}|始終如一|堅定不移|牢不可破")
_TALKS = pattern(rf"^(?:{TALKS})")
_TALKS_AFTER = pattern("^(?:的)?(?:對話|會談|交流|溝通|討論|談話|會晤|意見|氣氛)|^形容")
_TALKED = pattern("(?:進行|舉行|展開|是|場|一次)$")
_DESCRIBED = pattern(rf"^(?:[、和與及]{Q})*(?:來|一詞)?(?P<verb>形容)")
_SOURCE = pattern(
    "^(?:此外|但是?|而|另|又)?(?:根據|據|依據|依照|按照)(?P<who>[^，]{0,20}?)(?:的|所|發[布表]的?|公布的?)*"
    "(?:會談|會議|聯合|會後|通話)?(?:內容)?(?:聲明|新聞稿|稿|紀要|公報|指南|報告|文件|消息|說法|通報|聲明稿)"
)
_SOURCE_SAYS = pattern("(?:是|為|稱|對[^，]*|中|說|，|並)$")
_PASSIVE = pattern(f"被(?:視為|指|批|控|認為|批評|指責)[^，。；{Q}]{{3,}}$")
_CALLED = pattern(f"(?:{CALLED})$")
_SO_CALLED = pattern("所謂的?$")
_IRONY = pattern("(?:高唱|口稱|自稱|標榜|號稱|高喊|質疑|不是|算是|這種|那種|某種|形式的)$")
_TAIWAN = pattern("臺獨|台獨|中|臺灣獨立")
_PROPOSE = pattern(
    "提出|宣布|倡議|主張|提議|建議|重申|呼籲|要求|反對|支持|堅持|歡迎|同意|承認|關切|感謝|提到|談到|談及|提及|確認|希望|期待|質疑|否認|證明|拒絕|宣示|否定|批評|抨擊|指責"
)
_CIRCUMSTANCE_AFTER = pattern("^的?(?:基礎|前提|原則|精神|框架|情況)[上下]")
_NEEDS_OBJECT = pattern(f"(?:{TRANSITIVE})[了過著]?$")
_STATE = pattern("(?:暢通|順暢|穩定|平衡|不變|有效|完整)$")
_WHETHER = pattern("[是會能有]否|不是")
_COUNTED = pattern(
    "[一二三四五六七八九十兩雙][個項大]?[^，。]{1,3}|[一二三四五六七八九十][^，。][一二三四五六七八九十][^，。]{1,2}"
)
_SHORT = 2
_SCARE = 4
_ADJECTIVE = 3
_LONG = 7
_SHOUT = pattern("高喊|喊話")


@dataclass(frozen=True, slots=True)
class Judged:
    """A kind, why, and for words that were said how the sentence links them to a speaker."""

    kind: Kind
    why: str
    link: Link = "none"
    verb: Verb | None = None


def judge(frame: Frame, position: int, words: str) -> Judged:
    """The kind of the quotation at ``position`` of ``frame``; ``words`` as printed."""
    words = fold("".join(words.split()))
    start, end = frame.sentence(position)
    before, after = frame.text[start:position], frame.text[position + 1 : end]
    spoken = _spoken(frame, position, words, before, after)
    return spoken or _not_spoken(words, before, after)


def _spoken(frame: Frame, position: int, words: str, before: str, after: str) -> Judged | None:
    start, _ = frame.sentence(position)
    whole = len(words) >= _LONG and bool(_WHOLE.search(words)) and bool(_PREDICATE.search(words))
    if _NAMED_AFTER.match(after) and not whole and not _described(words, before, after):
        return None
    verb = at_once(frame.text, start, position)
    if verb is not None and not _CALLED.search(before):
        if not _CLAUSE_END.match(after) and not _clause(words):
            return None  # the words only begin what was said: 說，「一國兩制」行穩致遠
        return (
            None
            if _label(words, verb)
            else Judged("utterance", "a reporting verb straight before", "before", verb)
        )
    if before_colon(frame.text, start, position):
        governing = verbs(frame.text, start, position)
        why = "a colon that announces words"
        return Judged("utterance", why, "over", governing[-1]) if governing else Judged("utterance", why)
    _, behind = frame.sentence(min(position + 1, len(frame.text) - 1))
    said = postposed(frame.text, position + 1, behind)
    comes_first = not before or _STANDS_ALONE.search(before) is not None
    if (
        said is not None
        and comes_first
        and (said["comma"] or _WHOLE.search(words[-1:]) or len(words) > _SCARE)
    ):
        first = position + 1 + said.start("verb")
        found = Verb(first, position + 1 + said.end("verb"), True, said["verb"])
        return Judged("utterance", "a reporting verb straight behind", "behind", found)
    return _in_scope(frame, position, words, before, after)


def _clause(words: str) -> bool:
    return _SEVERAL.search(words) is not None or _PREDICATE.search(words) is not None


def _in_scope(frame: Frame, position: int, words: str, before: str, after: str) -> Judged | None:
    start, _ = frame.sentence(position)
    governing = [verb for verb in verbs(frame.text, start, position) if not _inside(frame, verb)]
    verb = governing[-1] if governing else None
    if _described(words, before, after):
        told = _DESCRIBED.match(after)
        if told is not None:
            verb = Verb(
                position + 1 + told.start("verb"), position + 1 + told.end("verb"), True, told["verb"]
            )
        link: Link = "over" if verb else "none"
        return Judged("utterance", "how talks are described, in marks", link, verb)
    if _CALLED.search(before) or _SO_CALLED.search(before):
        return None
    if _PASSIVE.search(before):
        return Judged("utterance", "what somebody is charged with, in marks")
    source = _SOURCE.match(before)
    if verb is None and source is not None and _follows(words, before, after):
        return Judged("utterance", "words of the document that the sentence follows", "source")
    if verb is None:
        return None
    if not (
        _said(words, before, after)
        or _judged(words, after)
        or _predicated(frame, position, verb, words, after)
    ):
        return None
    return Judged("utterance", "stands as a clause after a reporting verb", "over", verb)


def _inside(frame: Frame, verb: Verb) -> bool:
    """Whether what looks like a verb is part of a noun phrase: 的聲明, 此說法."""
    return (
        frame.text[max(0, verb.start - 1) : verb.start] in {fold("的"), fold("該"), fold("此")} and verb.say
    )


def _said(words: str, before: str, after: str) -> bool:
    """Whether words under a reporting verb stand as a clause, not as a noun."""
    if _head(words) and not _PREDICATE.search(words):
        return False
    if before.endswith(fold("把")):
        return _CLAUSE_END.match(after) is not None or after.startswith("、")
    if _CIRCUMSTANCE.search(words):
        return True
    ends = _CLAUSE_END.match(after) is not None
    several = _SEVERAL.search(words) is not None
    if several and (ends or not _head(words)) and not _ROW.search(before):
        return True
    if not ends or before.endswith(fold("的")):
        return False
    predicate = _PREDICATE.search(words) is not None
    alone = _STANDS_ALONE.search(before) is not None
    if (_COPULA.search(before) and (predicate or len(words) >= _SCARE)) or (
        alone and (predicate or _FIRST_PERSON.search(words))
    ):
        return True
    if _STABLE.fullmatch(words):
        return True
    return (
        predicate
        and len(words) > _SCARE
        and (_STATE.search(words) is not None or not _NEEDS_OBJECT.search(before))
    )


def _follows(words: str, before: str, after: str) -> bool:
    """Whether words under 根據…的聲明 are that document's own."""
    if not _SOURCE_SAYS.search(before) or not _CLAUSE_END.match(after):
        return False
    return _said(words, before, after) or (len(words) >= _LONG and not _head(words))


def _predicated(frame: Frame, position: int, verb: Verb, words: str, after: str) -> bool:
    """Whether words are what a noun phrase after a verb of saying is said to be: 稱提議「及時而必要」."""
    if _CIRCUMSTANCE_AFTER.match(after) and frame.text[position - 1] in {"在", "于"}:
        return True
    if not verb.say or _head(words) or len(words) <= _SHORT or not _CLAUSE_END.match(after):
        return False
    if _COUNTED.fullmatch(words) or _WHETHER.search(frame.text, verb.end, position):
        return False
    start = max(verb.end, *(clause[0] for clause in frame.clauses(verb.end, position)))
    phrase = frame.text[start:position]
    if not phrase:
        return len(words) > _SCARE and start > verb.end
    return not _NEEDS_OBJECT.search(phrase) and Q not in phrase


def _judged(words: str, after: str) -> bool:
    return _APPRAISAL.fullmatch(words) is not None and _CLAUSE_END.match(after) is not None


def _described(words: str, before: str, after: str) -> bool:
    if _DESCRIBED.match(after):
        return True
    return _TALKS.match(words) is not None and (
        _TALKS_AFTER.match(after) is not None or _TALKED.search(before) is not None
    )


def _label(words: str, verb: Verb) -> bool:
    """Whether a noun stands straight after a verb that may take one: 提出「…倡議」."""
    if _COUNTED.fullmatch(words) or (_SHOUT.match(verb.text) and len(words) <= _SCARE):
        return True
    if _PREDICATE.search(words):
        return False
    if _head(words):
        return True
    return _PROPOSE.match(verb.text) is not None and not _SEVERAL.search(words) and len(words) <= _LONG


def _head(words: str) -> bool:
    return any(expression.fullmatch(words) for expression in (_TERM, _TITLE, _NAME))


def _not_spoken(words: str, before: str, after: str) -> Judged:
    if _TAIWAN.fullmatch(words):
        return Judged("scare", "a word that papers of Taiwan set in marks")
    name = _NAME_AFTER.match(after) or (_NAME.fullmatch(words) and not _PREDICATE.search(words))
    if name and not _TITLE_AFTER.match(after):
        return Judged("name", "the head of a name")
    if _TITLE.fullmatch(words) or _TITLE_AFTER.match(after):
        return Judged("title", "the head of a title")
    if _TERM.fullmatch(words) or _NAMED_AFTER.match(after):
        return Judged("term", "the head of a term")
    if _TITLE_BEFORE.search(before):
        return Judged("title", "a verb that takes documents")
    if _NAME_BEFORE.search(before):
        return Judged("name", "a verb that takes meetings")
    if _SO_CALLED.search(before):
        return Judged("scare", "所謂 before it")
    if _IRONY.search(before):
        return Judged("scare", "a word that keeps its distance before it")
    if len(words) <= _ADJECTIVE and after.startswith(fold("的")):
        return Judged("scare", "a short word as an adjective")
    return Judged("term", "no verb of saying governs it")
