"""What the Chinese counts out stands in English: items of a list, points, clauses, remarks in brackets."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from translate.checks import alignment
from translate.checks.base import Context, Pair, is_blank
from translate.checks.coverage import LONG, uncovered, words_for_character
from translate.checks.renderings import Word, stems, words
from translate.hanzi import HAN, HAN_RE
from translate.model import Finding, Severity, Span

_ITEM = "[^，,。；;：:！？!?、（）()【】〔〕]{1,24}?"
_LIST = re.compile(f"{_ITEM}(?:、{_ITEM})+(?=$|[，,。；;：:！？!?（）()【】〔〕])")
_WIDE_LIST = re.compile(
    "[^，,。；;：:！？!?、（）()【】〔〕]{1,60}?(?:、[^，,。；;：:！？!?、（）()【】〔〕]{1,24}?)*"
    "、[^，,。；;：:！？!?、（）()【】〔〕]{1,60}?(?=$|[，,。；;：:！？!?（）()【】〔〕])"
)
"""A list with what stands before and after it in its clause, however long."""
_LAST = re.compile(
    "(?<=.)(?:以及|還有|还有|暨|跟|(?<![中緩缓共飽饱溫温柔])和(?![平諧谐解談谈約约睦好緩缓])|(?<![參参給给賦赋])[與与](?![會会否])"
    "|(?<![以涉顧顾普波危埃提論论])及(?![時时早格])|或(?![許许將将]))(?=.)"
)
_ENDS = re.compile("(?<=.)(?:或|以及|還有|还有)(?=..)")
_LEADING = re.compile("^(?:以及|還有|还有|甚至|暨|[和與与及或](?!平))")
_NUMBERING = re.compile(
    "(?:^|(?<=[。；：]))[\\s「]*[（(]?[一二三四五六七八九十壹貳叁參肆伍陸柒捌玖拾贰叁参陆\\d]{1,3}[)）]?$"
)
"""「一、」 before a heading lists nothing."""
_AMOUNT = re.compile("[\\d一二三四五六七八九十百千萬万億亿]+$")
_AMOUNT_AFTER = re.compile("[\\d一二三四五六七八九十百千萬万億亿]")
"""「三、四個」 is one number."""
_OTHERS = re.compile("其[他它餘余]|[別别]的|另外")
_SURE_ITEM = 0.65
_SURE_CLAUSE = 6.5
"""Scores from which an item or a clause is missed: no clause or item of the project's own English
scores so high, of human translations of the news one in eighty."""
_SHORT = 3
"""Items from which a list is counted: of two, English makes what it likes ("both", "together with")."""

_JOINT = re.compile(
    r"\s*[,;]\s*(?P<and>(?:and|or|nor|but|as well as|along with|together with|plus|&)\b\s*)?"
    r"|\s+(?P<bare>and|or|nor|&|as well as|along with|together with|plus|while|versus)\s+"
    r"|(?<=\w)[–/+](?=\w)|\s[–—-]\s|—",
    re.IGNORECASE,
)
_STOPS = re.compile(r"(?<=[^\W\d_]{2})[.!?](?=\s|[”\"’)]|$)|[()\[\]]|:(?=\s)")
_ASIDE = re.compile(r"\s*\([^()]*\)(?=\s*(?:,|and\b|or\b))")
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}\b)")
_RARE = 0.02
"""How often a word of English renders a Chinese one, at most, for it to tell whose English it is."""
_WIDE = 2
_PER_CHARACTER = 0.8
"""Words of an English item at most: so many and, for each character of the longest Chinese one, so many."""

_BRACKETED = re.compile(f"[（(【〔\\[][^（）()【】〔〕\\[\\]]*[{HAN}][^（）()【】〔〕\\[\\]]*[）)】〕\\]]")
_OPENERS = re.compile(r"[(\[]|\s[–—-]{1,2}\s|—")
_REMARK = 4
"""Han characters from which a bracket is a remark: "(sic)" and units may be put otherwise."""
_WOVEN = re.compile(
    r"[（(](?:通常|一般|往往|多半|多[為为]|大多|有[時时]|又|也|亦|或|即|俗|簡|简|全|原|前|現|现|舊|旧|包括|包含|含|尤|特別|特别|例如|比如|諸?如|诸如|更|主要|以[^，]*命名|下[稱称]|"
    r"甚至|即使|如果|如|特指|意[為为即思]|指|每|約|约|相[當当]|當地|当地|東部|东部)"
)
"""Begins a remark that English weaves into its sentence: "also known as", "including", "or 8 miles"."""

_POINTS = (
    re.compile("第[一二三四五六七八九十](?=[，,、：:是]|[點点項项類类個个階阶])"),
    re.compile("(?<![\\d一二三四五六七八九十第之])[一二三四五六七八九](?=是|則|则|來|来|曰)"),
    re.compile("[（(][一二三四五六七八九十\\d]{1,2}[)）]"),
    re.compile("(?<![\\d.])\\d{1,2}[.．、](?![\\d])"),
    re.compile("[①-⑳㈠-㈩]"),
    re.compile("首先|其次|再次|再者|最後|最后"),
)
_SAID_POINTS = re.compile(
    r"\b(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|one|two|three|four|five|six|last|final|next"
    r"|initial|another|other|also|then|further|in addition|moreover|to begin|begin)(?:ly|more)?\b"
    r"|(?<![\w.])[(]?(?:\d{1,2}|[a-z]|[ivx]{1,4}|[IVX]{1,4})[.)](?=\s)|[①-⑳]|[;•]",
    re.IGNORECASE,
)
_CLAUSES = re.compile(
    r"[;,.:!?—–](?=\s|$|[”\"’)])|\b(?:and|but|while|whereas|or|yet|as|with)\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Completeness:
    """An item of a list, a numbered point, a clause, or a remark in brackets that English lacks.

    What is counted is asked for by number. Beside that, known words of an item or a clause
    (the glossary's, and those of a learned table) must have a rendering: names and words
    that nothing is known of count for nothing.
    """

    id: str = "completeness"
    name: str = "Completeness"
    severity: Severity = "major"

    def find(self, pair: Pair, context: Context) -> Iterator[Finding]:
        """One finding for each list, row of points or bracket that lost something."""
        if is_blank(pair):
            return
        counted = list(self._lists(pair))
        yield from counted
        yield from self._missed(pair, context, [finding.zh_span for finding in counted])
        yield from self._points(pair)
        yield from self._clauses(pair)
        yield from self._remarks(pair)

    def _lists(self, pair: Pair) -> Iterator[Finding]:
        if "、" not in pair.zh:
            return
        lists = list(_lists(pair.zh))
        if not lists:
            return
        widest = max(len(item) for _, items in lists for item in items[1:-1])
        ended, open_ended = _english_lists(
            _THOUSANDS.sub("", pair.en), _WIDE + round(_PER_CHARACTER * widest)
        )
        for span, items in sorted(lists, key=lambda found: -len(found[1])):
            for free in (ended, open_ended):
                fitting = [size for size in free if size >= len(items)]
                if fitting:
                    free.remove(min(fitting))
                    break
            else:
                most = max([*ended, *open_ended], default=0)
                has = f"lists {most} at most" if most > 1 else "has no list for them"
                message = f"{_shown(pair.zh[slice(*span)])}: {len(items)} items; the English {has}."
                yield Finding(self.id, self.severity, message, span)

    def _missed(self, pair: Pair, context: Context, told: Sequence[Span | None]) -> Iterator[Finding]:
        """The item or the clause whose words English lacks most, if surely enough."""
        has_list = "、" in pair.zh
        is_short = words_for_character(pair.zh, pair.en) < LONG
        if not has_list and not is_short:
            return
        known = words(pair.zh, context)
        span, what = (_missed_item(pair, known) if has_list else None), "item"
        if span is None and is_short:
            clause = uncovered(pair.zh, pair.en, known)
            span, what = (clause[1] if clause and clause[0] > _SURE_CLAUSE else None), "clause"
        if span and not any(one and one[0] <= span[0] and span[1] <= one[1] for one in told):
            message = f"{_shown(pair.zh[slice(*span)])}: the English seems to lack this {what}."
            yield Finding(self.id, self.severity, message, span)

    def _points(self, pair: Pair) -> Iterator[Finding]:
        """First, second, third: as many signs of them as the Chinese has."""
        for pattern in _POINTS:
            points = [match.span() for match in pattern.finditer(pair.zh)]
            if len(points) > 1 and (said := len(_SAID_POINTS.findall(pair.en))) < len(points):
                message = f"{len(points)} points are numbered in the Chinese, {said} in the English."
                yield Finding(self.id, self.severity, message, (points[0][0], points[-1][1]))

    def _clauses(self, pair: Pair) -> Iterator[Finding]:
        """Clauses between semicolons."""
        marks = [place for place, char in enumerate(pair.zh) if char in "；;"]
        clauses = len(marks) + (bool(marks) and marks[-1] < len(pair.zh) - 1)
        if clauses > 1 and (said := len(_CLAUSES.findall(pair.en.rstrip(' .”"')))) < clauses - 1:
            message = f"{clauses} clauses between semicolons; the English has {said + 1} at most."
            yield Finding(self.id, self.severity, message, (0, len(pair.zh)))

    def _remarks(self, pair: Pair) -> Iterator[Finding]:
        """Brackets with Chinese in them; a name's Latin form is the latin check's."""
        remarks = [match.span() for match in _BRACKETED.finditer(pair.zh)]
        short = len(remarks) - len(_OPENERS.findall(pair.en))
        if short <= 0:
            return
        lost = [
            span
            for span in remarks
            if len(HAN_RE.findall(pair.zh, *span)) >= _REMARK and not _WOVEN.match(pair.zh, span[0])
        ]
        for span in lost[:short]:
            message = f"{_shown(pair.zh[slice(*span)])}: the English has no such remark in brackets."
            yield Finding(self.id, self.severity, message, span)


def _missed_item(pair: Pair, known: Sequence[Word]) -> Span | None:
    """The item of a list that is missed most, if surely enough."""
    zh, best, span = pair.zh, _SURE_ITEM, None
    lists = [(start, items) for (start, _), items in _lists(zh, _WIDE_LIST)]
    en = alignment.english(pair.en, others=_OTHERS.search(zh) is not None) if lists else None
    for start, texts in lists:
        spans, at = [], start
        for text in texts:
            at = max(zh.find(text, at), at)
            spans.append((at, at + len(text)))
            at += len(text)
        widest = max((end - begin for begin, end in spans[1:-1]), default=4) + 1
        items = []
        for number, (begin, end) in enumerate(spans):
            own = begin, end
            if number == 0:
                own = max(begin, end - widest), end
            elif number == len(spans) - 1:
                etc = zh.find("等", begin + 1, end)
                own = begin, min(etc if etc > 0 else end, begin + widest)
            items.append(alignment.item(begin, end, known, own))
        if en is not None:
            score, item = alignment.dropped(items, en)
            if score > best and not _is_in_row(items, items.index(item), known, pair.en):
                best, span = score, (item.start, item.end)
    return span


def _is_in_row(items: Sequence[alignment.Item], missed: int, words: Sequence[Word], en: str) -> bool:
    """Whether English has a row of as many items, those beside ``missed`` in their places.

    What stands in the place of ``missed`` is then its English, though nothing is known of the words;
    unless it is that of another of the Chinese text's ``words``.
    """
    others = [
        word
        for word in words
        if word.frequency < _RARE and not items[missed].start <= word.start < items[missed].end
    ]
    everywhere = frozenset(stems(en))
    # 公司 of each item tells nothing of their places
    shared = Counter(word.stems for one in items for word, _ in one.words)
    known = [
        [
            word
            for word, is_own in one.words
            if is_own and word.is_in(everywhere) and (shared[word.stems] == 1 or not word.stems)
        ]
        for one in items
    ]
    if not any(own for at, own in enumerate(known) if at != missed):
        return False
    widest = _WIDE + round(_PER_CHARACTER * (items[missed].end - items[missed].start))
    for parts in _rows(_ASIDE.sub("", _THOUSANDS.sub("", en))):
        found = [frozenset(stems(part)) for part in parts]
        for first in range(len(found) - len(items) + 1):
            place = first + missed
            own = parts[place].split()
            if missed + 1 == len(items):
                own = own[:widest]
            there = frozenset(stems(" ".join(own)))
            if len(own) > widest or any(word.is_in(there) for word in others):
                continue
            fitting = [
                at == missed or not own or any(word.is_in(found[first + at]) for word in own)
                for at, own in enumerate(known)
            ]
            if all(fitting):
                return True
    return False


def _rows(en: str) -> Iterator[list[str]]:
    """Rows of English that end with "and" or "or": what stands between their commas."""
    for sentence in re.split(";", _STOPS.sub(";", en)):
        joints = list(_JOINT.finditer(sentence))
        starts = [0, *(joint.end() for joint in joints)]
        ends = [*(joint.start() for joint in joints), len(sentence)]
        texts = [sentence[start:end] for start, end in zip(starts, ends, strict=True)]
        first = 0
        for at, joint in enumerate(joints):
            if joint["and"] or joint["bare"]:
                if at + 2 - first >= _SHORT:
                    yield texts[first : at + 2]
                if joint["and"]:
                    first = at + 1


def _lists(zh: str, pattern: re.Pattern[str] = _LIST) -> Iterator[tuple[Span, list[str]]]:
    """Lists of ``_SHORT`` items and more; words of the sentence may stand with the first and the last."""
    for match in pattern.finditer(zh):
        items = [_LEADING.sub("", item) for item in match.group().split("、")]
        if _NUMBERING.search(zh[: match.start() + match.group().index("、")]):
            items = items[1:]
        items = _whole_amounts(items)
        for part in _ended(items) if _ENDS.search(match.group()) else [items]:
            if len(part) > 1 and _LAST.search(part[-1]):
                part[-1:] = _LAST.split(part[-1], maxsplit=1)
            if len(part) >= _SHORT:
                yield match.span(), part


def _ended(items: Sequence[str]) -> Iterator[list[str]]:
    """The lists of a row of items: one ends where an item amid it has its “or” (同甲、乙或丙來往、合作)."""
    part: list[str] = []
    for at, item in enumerate(items):
        if 0 < at < len(items) - 1 and (end := _ENDS.search(item)):
            yield [*part, item]
            part = [item[end.end() :]]
        else:
            part.append(item)
    yield part


def _whole_amounts(items: list[str]) -> list[str]:
    whole: list[str] = []
    for item in items:
        if whole and _AMOUNT.search(whole[-1]) and _AMOUNT_AFTER.match(item):
            whole[-1] += item
        else:
            whole.append(item)
    return whole


def _english_lists(en: str, widest: int) -> tuple[list[int], list[int]]:
    """How many items English lists have: those that end with "and" or "or", and rows of commas without.

    An item has ``widest`` words at most; the first and the last may have words of the sentence with them.
    """
    ended: list[int] = []
    open_ended: list[int] = []
    for sentence in _STOPS.split(en):
        joints = list(_JOINT.finditer(sentence))
        row = 0
        for before, after in zip([None, *joints], joints, strict=False):
            words = len(sentence[before.end() : after.start()].split()) if before else 0
            if not before or words > widest:
                open_ended.append(row + 1)
                row = 0
            row += 1
            if after["and"] or after["bare"] or after.group()[0] in "–/+":
                ended.append(row + 1)
                row = 0 if after["and"] else row
        open_ended.append(row + 1)
    return ended, open_ended


def _shown(text: str) -> str:
    return text if len(text) <= 30 else f"{text[:29]}…"  # noqa: PLR2004
