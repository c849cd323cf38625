"""What a line looks like, by itself: numbered heading, page number, caption, contact."""

from __future__ import annotations

import re

from translate.hanzi import CLOSERS, SENTENCE_END

_HEADINGS = (
    # levels as Taiwanese reports nest them: 壹、 一、 (一) 1.
    (1, re.compile(r"[壹貳參肆伍陸柒捌玖拾]{1,3}、")),
    (2, re.compile(r"[一二三四五六七八九十]{1,3}、")),
    (3, re.compile(r"[(（][一二三四五六七八九十]{1,3}[)）]")),
)
_PAGE_NUMBER = re.compile(r"[-–—]?\s*\d{1,4}\s*[-–—]?")
_CAPTION = re.compile(
    r"[(（](圖片來源|資料來源|圖源)[:：]|(圖|表)\s*[0-9０-９一二三四五六七八九十]+[:：、\s]"
)
_NOTE = re.compile(r"(編按|編者按|註|附註)[:：]")
_LEAD_AUTHOR = re.compile(r"[(（].{2,12}主稿[)）]")
_TERMINAL = re.compile(rf"[{re.escape(SENTENCE_END)}][{re.escape(CLOSERS)}]*$|[；：]$|[)）]$")
_SENTENCE_MARKS = re.compile(r"[，。！？；：,;]")


def heading_level(text: str) -> int:
    """1 to 3 for a line that begins with a heading number, else 0."""
    return next((level for level, pattern in _HEADINGS if pattern.match(text)), 0)


def is_page_number(text: str) -> bool:
    """Whether the whole line is a page number."""
    return _PAGE_NUMBER.fullmatch(text) is not None


def is_caption(text: str) -> bool:
    """Whether the text holds a picture's or table's caption mark."""
    return _CAPTION.search(text) is not None


def is_note(text: str) -> bool:
    """Whether the line begins an editor's note."""
    return _NOTE.match(text) is not None


def is_lead_author(text: str) -> bool:
    """Whether the line is a lead author's signature, such as （某某主稿）."""
    return _LEAD_AUTHOR.fullmatch(text) is not None


def is_closed(text: str) -> bool:
    """Whether the line can end a paragraph: sentence end, colon, or a closing bracket."""
    return _TERMINAL.search(text) is not None


def is_plain_phrase(text: str) -> bool:
    """Whether the text has no sentence punctuation at all, as unnumbered headings do."""
    return _SENTENCE_MARKS.search(text) is None
