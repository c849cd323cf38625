"""Quotation marks as a tree: nesting, partners, paragraphs, bounds."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from briefings.speech.marks import Node, parse, quotes_of


def spans(text: str, following: str = "") -> list[tuple[str, int]]:
    root, _ = parse(text, following)
    return [(text[node.start : node.end], depth) for node, _, depth in quotes_of(root)]


def lost(text: str, following: str = "") -> list[int]:
    return parse(text, following)[1]


def test_marks_nest() -> None:
    assert spans("他說「甲『乙』丙」。") == [("甲『乙』丙", 0), ("乙", 1)]
    assert spans("他说“甲‘乙’丙”。") == [("甲‘乙’丙", 0), ("乙", 1)]


def test_marks_stand_inside_brackets_and_brackets_inside_marks() -> None:
    assert spans("會議（核可「甲」）「乙（丙）」") == [("甲", 0), ("乙（丙）", 0)]


def test_straight_marks_open_and_close_in_turn() -> None:
    assert spans('他說"甲"與"乙"。') == [("甲", 0), ("乙", 0)]
    assert lost('他說"甲。') == [2]


def test_an_apostrophe_is_no_mark() -> None:
    assert (spans("Xi’s words「甲」"), lost("Xi’s words「甲」")) == ([("甲", 0)], [])


def test_a_mark_without_its_partner_is_reported_and_holds_nothing() -> None:
    assert (spans("甲「乙。丙「丁」"), lost("甲「乙。丙「丁」")) == ([("丁", 0)], [1])
    assert (spans("甲」乙「丙」"), lost("甲」乙「丙」")) == ([("丙", 0)], [1])
    assert (spans("「甲『乙」"), lost("「甲『乙」")) == ([("甲『乙", 0)], [2])


def test_a_quotation_over_paragraphs_opens_anew_with_each() -> None:
    root, missing = parse("「海是公家的。", "「")
    assert missing == []
    (node,) = root.children
    assert (node.goes_on, node.start, node.end) == (True, 1, 7)
    assert lost("「海是公家的。", "次") == [0]


def _held(node: Node) -> bool:
    inside = all(node.start <= c.start <= c.end <= node.end and _held(c) for c in node.children)
    ends = [edge for c in node.children for edge in (c.start, c.end)]
    return inside and ends == sorted(ends)


@given(st.text(alphabet='「」『』“”‘’（）()"甲a。 ', max_size=60))
def test_any_marks_make_a_tree_and_none_goes_lost_unreported(text: str) -> None:
    root, missing = parse(text)
    assert _held(root)
    paired = [node for node, _, _ in quotes_of(root)]
    marks = sum(text.count(mark) for mark in '「」『』“”‘"')
    partners = sum(2 - (node.mark == "‘") for node in paired)
    reported = sum(text[at] != "’" for at in missing)
    assert partners + reported == marks
