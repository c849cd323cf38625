"""Quotation marks and brackets of a block, as a tree.

「」『』“”‘’ nest; a straight " opens and closes in turn. A quotation over several
paragraphs opens anew with each of them and closes with the last. A mark without
its partner is reported and holds nothing.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

_PAIRS = {"「": "」", "『": "』", "“": "”", "‘": "’", "（": "）", "(": ")"}
_CLOSES = {close: opened for opened, close in _PAIRS.items()}
QUOTES = frozenset('「『“‘"')
_DEEPEST = 8
"""Marks within marks beyond which an opening one counts as having no partner."""
_STRAIGHT = '"'
_LATIN = re.compile(r"[A-Za-z0-9]")


@dataclass(slots=True)
class Node:
    """What stands between two marks: ``text[start:end]`` without them.

    ``mark`` is the opening one, ``""`` for the block itself. ``goes_on``: the
    quotation is not closed here but in a later paragraph.
    """

    mark: str
    start: int
    end: int = -1
    children: list[Node] = field(default_factory=list)
    goes_on: bool = False

    @property
    def quote(self) -> bool:
        """Whether these are quotation marks, not brackets."""
        return self.mark in QUOTES


def parse(text: str, following: str = "") -> tuple[Node, list[int]]:
    """The tree of ``text``, and the positions of quotation marks without a partner.

    Args:
        text: a block's text.
        following: the first character of the next block, to see quotations that go on.
    """
    root = Node("", 0, len(text))
    stack = [root]
    lost: list[int] = []
    for position, char in enumerate(text):
        if char == _STRAIGHT and stack[-1].mark == _STRAIGHT:
            _close(stack, position)
        elif len(stack) > _DEEPEST and (char in _PAIRS or char == _STRAIGHT):
            lost += [position] if char in QUOTES else []
        elif char in _PAIRS or char == _STRAIGHT:
            stack.append(Node(char, position + 1))
        elif char in _CLOSES:
            if char == "’" and stack[-1].mark != "‘" and _apostrophe(text, position):
                continue
            depth = next((n for n in range(len(stack) - 1, 0, -1) if stack[n].mark == _CLOSES[char]), 0)
            if not depth:
                lost += [position] if _CLOSES[char] in QUOTES else []
                continue
            while len(stack) - 1 > depth:
                _drop(stack, lost)
            _close(stack, position)
    _leave_open(stack, text, following, lost)
    return root, sorted(lost)


def _close(stack: list[Node], position: int) -> None:
    node = stack.pop()
    node.end = position
    stack[-1].children.append(node)


def _drop(stack: list[Node], lost: list[int]) -> None:
    """An opening mark without a partner: what it held belongs to what it stands in."""
    node = stack.pop()
    if node.quote:
        lost.append(node.start - 1)
    stack[-1].children.extend(node.children)


def _leave_open(stack: list[Node], text: str, following: str, lost: list[int]) -> None:
    continues = len(stack) > 1 and stack[1].quote and stack[1].mark == following
    while len(stack) > 1:
        if len(stack) == 2 and continues and text.rstrip()[-1:] in "。！？…":  # noqa: PLR2004
            stack[-1].goes_on = True
            _close(stack, len(text.rstrip()))
        else:
            _drop(stack, lost)
    stack[0].children.sort(key=lambda node: node.start)


def _apostrophe(text: str, position: int) -> bool:
    return position > 0 and _LATIN.match(text[position - 1]) is not None


def quotes_of(node: Node, depth: int = 0) -> Sequence[tuple[Node, Node, int]]:
    """Every quoted node below ``node`` with what holds it and its depth, by position."""
    found: list[tuple[Node, Node, int]] = []
    for child in node.children:
        if child.quote:
            found.append((child, node, depth))
        found.extend(quotes_of(child, depth + child.quote))
    return found
