"""Dates told from another one (明年四月, 今年底): a paper without a date leaves them open."""

from __future__ import annotations

import re
from collections.abc import Iterator

from translate.model import Document

_SMALL = r"(?:\d{1,2}|[一二三四五六七八九十]{1,3})"
_RELATIVE = re.compile(
    rf"(?:[今明本]|(?<!過)(?<!过)去|(?<![目以之年])前|(?<![以之戰战])[後后])年(?![代度輕轻])"
    rf"(?:\s?{_SMALL}\s?月(?:\s?{_SMALL}\s?[日號号])?|年?[底初中末]|[上下]半年|[春夏秋冬][季天]?)?"
    rf"|(?:本|[上下][個个]?|[這这][個个])月(?:\s?{_SMALL}\s?[日號号]|[底初中]|[上中下]旬)?"
    r"|[本上下這这][週周][一二三四五六日末]?"
    r"|(?:[今昨明]日|近日)(?!本)|日前"
)
_FIRST = re.compile("[今明本去前後后上下這这週周昨近日]")
"""What each of them begins with: quicker to find."""

_SHOWN = 6


def _matches(text: str) -> Iterator[re.Match[str]]:
    """Every relative date in ``text``."""
    end = 0
    for first in _FIRST.finditer(text):
        match = _RELATIVE.match(text, first.start()) if first.start() >= end else None
        if match:
            end = match.end()
            yield match


def undated(document: Document) -> tuple[str, ...]:
    """A notice that names relative dates and their lines; none where there are no such dates."""
    found: list[tuple[str, int]] = []
    for block in document.blocks:
        for match in _matches(block.text):
            line = document.lines_of(block, match.start(), match.end())[0]
            found.append((match.group(), line))
    if not found:
        return ()
    shown = ", ".join(f"{text} (line {line})" for text, line in found[:_SHOWN])
    more = f" and {len(found) - _SHOWN} more" if len(found) > _SHOWN else ""
    return (f"no date: relative dates stay unresolved: {shown}{more}",)
