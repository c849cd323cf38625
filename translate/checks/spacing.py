"""Spaces and punctuation of the English as print has them: what an editor would correct at sight."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from translate.checks.addresses import addresses
from translate.checks.base import Context, Pair, is_blank
from translate.model import Finding, Severity, Span

_PLACES: tuple[tuple[re.Pattern[str], str, str | None], ...] = (
    (re.compile(r"[ \t\u00a0](?<=\S.)[ \t\u00a0]+(?=\S)"), "Several spaces in a row", " "),
    (re.compile(r"[ \t\u00a0](?:(?<=[\w)\]”’\"'].)[ \t\u00a0]*(?=[,;:!?](?![\w.])|\.(?![\w.]))"
                r"|(?<=[^\s(\[“].)[ \t\u00a0]*(?=[)\]”]))"),
     "A space before “{next}”", ""),
    (re.compile(r"(?<=[(\[“])[ \t\u00a0]+(?=\S)"), "A space after “{last}”", ""),
    (re.compile(r"[,;!?:](?:(?<=[^\W\d_][,;!?])(?=[^\W\d_])|(?<=[a-z]{2}:)(?=[^\W\d_])|(?<=\d,)(?=[^\W\d_])"
                r"|(?<=[)\]”],)(?=\w))"),
     "No space after “{text}”", "{text} "),
    (re.compile(r"(?<=[a-z]{2})\.(?=[A-Z][a-z]+\b(?!\.))"), "No space after “{text}”", ". "),
    (re.compile(r"(?<=[a-z]{2})(?=\([A-Z]|[“\[][A-Za-z]{2})|(?<=\))(?=[A-Z])|(?<=”)(?=[A-Za-z])"),
     "No space between “{last}” and “{next}”", " "),
    (re.compile(r"([,;:])\s*\1+|;\s*[,.]|,\s*[.;:](?!\.)|(?<!\.)\.\.(?!\.)|(?<=[a-z]{3})\.,|:\s*[,.;](?!\.)"
                r"|[!?]\.(?!\.)"),
     "Doubled punctuation: “{text}”", None),
    (re.compile(r"[(\[]\s*[,;.:](?!\d)|[,;:]\s*[)\]]|\(\s*\)|\[\s*\]|^\s*[,;:.!?)\]”](?![.\d])"),
     "Punctuation with nothing beside it: “{text}”", None),
)  # fmt: skip
"""Pattern, message, suggestion; in the order in which they win a place."""

_ABBREVIATED = ("etc", "inc", "ltd", "corp", "bros", "dept", "govt", "assn", "mss", "vols")
_BRACKETS = (("(", ")"), ("[", "]"))
_ENDS = re.compile(r"[.!?…:;—–][\s”’\"')\]>*]*$|[.!?…][\s”’\"')\]]*[\[(][\w*, ]{1,9}[\])]$")
_CHINESE_ENDS = re.compile("[。！？!?｡．][」』”’）)】〕\\s]*$")
_MIXED = (
    ("quotation marks", re.compile("[“”]"), re.compile('(?<!\\d)"')),
    ("apostrophes", re.compile(r"(?<=\w)’(?=\w)"), re.compile(r"(?<=[^\W\d])'(?=\w)")),
)
_BESIDE = 12
"""Characters shown around an unbalanced sign."""


@dataclass(frozen=True, slots=True)
class Spacing:
    """Spaces too many or too few, doubled and unpaired punctuation, a sentence without its end."""

    id: str = "spacing"
    name: str = "Spaces and punctuation"
    severity: Severity = "minor"

    def find(self, pair: Pair, context: Context) -> Iterator[Finding]:  # noqa: ARG002  (all checks are asked alike)
        """One finding for each place, none inside an address or where the Chinese prints the same."""
        if is_blank(pair):
            return
        kept = [address.span for address in addresses(pair.en) if not address.is_name]
        taken: list[Span] = []
        for pattern, message, suggestion in _PLACES:
            for match in pattern.finditer(pair.en):
                span = _around(match.span(), pair.en)
                if _meets(span, kept) or _meets(match.span(), taken) or _is_printed(match, pair):
                    continue
                taken.append(match.span())
                yield self._finding(pair.en, match, span, message, suggestion)
        yield from self._pairs(pair)
        yield from self._end(pair)

    def _finding(
        self, en: str, match: re.Match[str], span: Span, message: str, suggestion: str | None
    ) -> Finding:
        start, end = match.span()
        said = message.format(text=match.group().strip(), last=en[start - 1 : start], next=en[end : end + 1])
        if start == end:
            suggestion = f"{en[start - 1]}{suggestion}{en[start]}"
            return Finding(self.id, self.severity, f"{said}.", None, span, suggestion)
        filled = None if suggestion is None else suggestion.format(text=match.group())
        return Finding(self.id, self.severity, f"{said}.", None, (start, end), filled)

    def _pairs(self, pair: Pair) -> Iterator[Finding]:
        """Brackets and quotation marks without their partner, unless the Chinese has a half, too."""
        for opener, closer in _BRACKETS:
            if pair.en.count(opener) != pair.en.count(closer):
                text = _LISTED.sub("", pair.en) if opener == "(" else pair.en
                if text.count(opener) != text.count(closer) and _is_balanced(pair.zh):
                    lone = closer if text.count(closer) > text.count(opener) else opener
                    yield self._lone(pair.en, lone)
        if not _QUOTED.search(pair.en) or not _is_balanced(pair.zh):
            return
        opened, closed = pair.en.count("“"), pair.en.count("”")
        if opened != closed:
            yield self._lone(pair.en, "“" if opened > closed else "”")
        if pair.en.count('"') % 2 and _INCHES.sub("", pair.en).count('"') % 2 and _SPOKEN.search(pair.zh):
            yield self._lone(pair.en, '"')
        for what, curly, straight in _MIXED:
            found = curly.search(pair.en), straight.search(pair.en)
            if found[0] and found[1]:
                later = max(found[0], found[1], key=re.Match.start)
                message = f"Straight and curly {what} in one text."
                yield Finding(self.id, self.severity, message, None, later.span())

    def _lone(self, en: str, sign: str) -> Finding:
        place = en.rfind(sign)
        beside = en[max(0, place - _BESIDE) : place + _BESIDE].strip()
        message = f"“{sign}” without its partner: …{beside}…"
        return Finding(self.id, self.severity, message, None, (place, place + 1))

    def _end(self, pair: Pair) -> Iterator[Finding]:
        """A sentence that ends without a stop, though the Chinese ends with one."""
        if _CHINESE_ENDS.search(pair.zh) and not _ENDS.search(pair.en.rstrip()):
            end = len(pair.en.rstrip())
            if any(address.span[1] == end for address in addresses(pair.en)):
                return
            message = "The Chinese ends in a full stop, question or exclamation mark; the English does not."
            yield Finding(self.id, self.severity, message, None, (end - 1, end))


_QUOTED = re.compile("[“”\"'’‘]")
_SPOKEN = re.compile('[「『“”"]')
"""Without one the Chinese is a sentence inside a quotation that began before."""

_INCHES = re.compile(r"(?<=\d)\"(?=[\s,.;)x×-]|$)(?=[^\"]*(?:\"[^\"]*\"[^\"]*)*$)")
_LISTED = re.compile(r"(?:(?<=\s)|^)\(?\w{1,4}\)(?=\s)|[:;8][-‑]?[)(]")
"""“1)”, “a)” before an item, and smileys."""
_HALVES = (("「", "」"), ("『", "』"), ("“", "”"), ("（(", "）)"), ("[【〔", "]】〕"))


def _is_balanced(zh: str) -> bool:
    """Whether every bracket and quotation mark of the Chinese has its partner in this segment."""
    return zh.count('"') % 2 == 0 and all(
        sum(map(zh.count, openers)) == sum(map(zh.count, closers)) for openers, closers in _HALVES
    )


def _meets(span: Span, spans: list[Span]) -> bool:
    return any(start < span[1] and span[0] < end for start, end in spans)


def _around(span: Span, en: str) -> Span:
    """A place between two characters, widened by both: a span is never empty."""
    return span if span[0] < span[1] else (max(0, span[0] - 1), min(len(en), span[1] + 1))


def _is_printed(match: re.Match[str], pair: Pair) -> bool:
    """Whether the words around the place stand so in the Chinese (Yahoo!News), or end in an abbreviation."""
    start, end = match.span()
    before = re.search(r"[^\s(“]*$", pair.en[max(0, start - 24) : start])
    after = re.match(r"[\w.]*", pair.en[end : end + 24])
    head, tail = before.group() if before else "", after.group() if after else ""
    if match.group().strip() in {".,", ".."} and head.casefold().endswith(_ABBREVIATED):
        return True
    if match.group().isspace():
        return False
    return bool(head and tail) and head + match.group() + tail in pair.zh
