"""Chinese set well: language tags, thin spaces between Han and Latin, marked parts.

The text itself never changes: the thin space (U+2009) exists in print only, and
the comparison of a PDF with its ledger ignores white space.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from markupsafe import Markup, escape

from briefings.model import Run
from translate.hanzi import CJK_PUNCTUATION, HAN, script

LANG, SIMPLIFIED = "zh-Hant-TW", "zh-Hans"
THIN_SPACE = "\u2009"

_LATIN = r"A-Za-z0-9\u00c0-\u024f"
_GAP = re.compile(f"(?<=[{HAN}])(?=[{_LATIN}])|(?<=[{_LATIN}%])(?=[{HAN}])")
_CENTRED = re.compile("[…—·]+")
_HAN_RUN = re.compile(f"[「『（《〈]*[{HAN}](?:[{HAN}{CJK_PUNCTUATION}]|(?<=[{HAN}])[{_LATIN}]+(?=[{HAN}]))*")
_COMPOUND = re.compile(r"[\w.’$]{1,24}(?:[-–][\w.’$]{1,24}){1,3}[,.;:!?’”)\]]*")
_TIED = re.compile(r"\b(paras?\.|pp?\.|No\.|vol\.) (?=\d)")
_URL = re.compile(r"https?://[^\s<>（），。；]+")
_BREAK_AFTER = re.compile(r"(?<=[/?&=_|.\-])(?=\w)|(?<=[0-9a-f]{16})(?=[0-9a-f])")


def language_of(text: str) -> str:
    """The language tag of Chinese ``text``: Taiwan's, but for what only Simplified characters tell apart."""
    return LANG if script(text) == "Hant" else SIMPLIFIED


def han(text: str, mark: str = "", *, spaced: bool = False) -> Markup:
    """Chinese ``text`` as a tagged span; ``mark`` is the part in it to be underlined."""
    start = text.find(mark) if mark else -1
    if start < 0:
        inner = _inner(text, _gaps(text) if spaced else set(), 0)
    else:
        end = start + len(mark)
        gaps = _gaps(text) if spaced else set()
        before = _inner(text[:start], gaps, 0)
        marked = _inner(text[start:end], gaps, start)
        after = _inner(text[end:], gaps, end)
        inner = Markup('{}<u class="mark">{}</u>{}').format(before, marked, after)
    return Markup('<span class="zh" lang="{}">{}</span>').format(language_of(text), inner)


def runs(parts: Iterable[Run]) -> Markup:
    """A wording's Chinese with what differs in boxes: seen in black and white, and heard as ``mark``."""
    parts = tuple(parts)
    inner = Markup("").join(
        Markup('<mark class="differs">{}</mark>').format(_inner(part.text, set(), 0))
        if part.differs
        else _inner(part.text, set(), 0)
        for part in parts
    )
    return Markup('<span class="zh" lang="{}">{}</span>').format(
        language_of("".join(part.text for part in parts)), inner
    )


def mixed(text: str) -> Markup:
    """English ``text`` with its Chinese words tagged, so that they get Chinese glyphs and voice."""
    parts: list[Markup] = []
    position = 0
    for match in _HAN_RUN.finditer(text):
        parts += [_unbroken(text[position : match.start()]), han(match.group())]
        position = match.end()
    return Markup("").join([*parts, _unbroken(text[position:])])


def _unbroken(text: str) -> Markup:
    """English in which “win-win” and “US–China” stay on one line.

    PDF readers take a hyphen at a line's end for one that the typesetter added and drop it, so a
    copied or verified statement would lose a character.
    """
    parts: list[Markup] = []
    position = 0
    for match in _COMPOUND.finditer(text):
        before = text[position : match.start()]
        parts.append(escape(before.rstrip(" ")))
        # WeasyPrint breaks the line before too early where the space belongs to the text before the span
        parts.append(Markup("<span> </span>") if before.endswith(" ") else escape(""))
        parts.append(Markup('<span class="nb">{}</span>').format(match.group()))
        position = match.end()
    return Markup("").join([*parts, escape(text[position:])])


def tied(text: str) -> Markup:
    """``mixed`` text in which a number never leaves its “para.”, “p.” or “No.”."""
    return mixed(_TIED.sub("\\1\u00a0", text))


def linked(text: str) -> Markup:
    """``mixed`` text whose web addresses are links and may break at their slashes."""
    parts: list[Markup] = []
    position = 0
    for match in _URL.finditer(text):
        url = match.group().rstrip(".,;:)")
        parts.append(mixed(text[position : match.start()]))
        parts.append(Markup('<a class="url" href="{}">{}</a>').format(url, breakable(url)))
        position = match.start() + len(url)
    return Markup("").join([*parts, mixed(text[position:])])


def breakable(text: str) -> Markup:
    """A URL, hash or signature with places where a line may break."""
    return Markup("<wbr>").join(escape(part) for part in _BREAK_AFTER.split(text))


def _gaps(text: str) -> set[int]:
    """Offsets before which Han meets Latin or a digit without a space between them."""
    return {match.start() for match in _GAP.finditer(text)}


def _inner(piece: str, gaps: set[int], offset: int) -> Markup:
    """``piece`` escaped, thin spaces set; …, — and · go to the Chinese font, which centres them."""
    parts: list[Markup] = []
    position = 0
    for match in _CENTRED.finditer(piece):
        parts.append(_spaced(piece, position, match.start(), gaps, offset))
        parts.append(Markup('<span class="hp">{}</span>').format(match.group()))
        position = match.end()
    parts.append(_spaced(piece, position, len(piece), gaps, offset))
    return Markup("").join(parts)


def _spaced(piece: str, start: int, end: int, gaps: set[int], offset: int) -> Markup:
    return escape(
        "".join(
            (THIN_SPACE if position + offset in gaps else "") + piece[position]
            for position in range(start, end)
        )
    )
