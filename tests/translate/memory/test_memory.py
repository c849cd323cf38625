"""Translation memory: what is found, and TMX out and in."""

from __future__ import annotations

import re
from io import StringIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from tests.translate.ingest.texts import CHARACTERS
from translate.errors import InputError
from translate.memory import CONTEXT_EXACT, EXACT, Memory, Unit, context_hash, contexts, load, save, stamp
from translate.model import Block, Document, Origin, RawText, State
from translate.segment import segmented

SEEDS = Path(__file__).parents[3] / "seeds"

TMX_STRUCTURE = """
<!ELEMENT tmx (header, body)>
<!ATTLIST tmx version CDATA #REQUIRED>
<!ELEMENT header (note | ude | prop)*>
<!ATTLIST header creationtool CDATA #REQUIRED creationtoolversion CDATA #REQUIRED
  segtype (block | paragraph | sentence | phrase) #REQUIRED o-tmf CDATA #REQUIRED adminlang CDATA #REQUIRED
  srclang CDATA #REQUIRED datatype CDATA #REQUIRED>
<!ELEMENT body (tu*)>
<!ELEMENT ude EMPTY>
<!ELEMENT note (#PCDATA)>
<!ELEMENT prop (#PCDATA)>
<!ATTLIST prop type CDATA #REQUIRED>
<!ELEMENT tu ((note | prop)*, tuv+)>
<!ATTLIST tu creationdate CDATA #IMPLIED creationid CDATA #IMPLIED
  changedate CDATA #IMPLIED changeid CDATA #IMPLIED>
<!ELEMENT tuv ((note | prop)*, seg)>
<!ATTLIST tuv xml:lang CDATA #REQUIRED>
<!ELEMENT seg (#PCDATA)>
"""
"""The part of TMX 1.4b (LISA OSCAR, 2005, sections 3 and 4) that we write, in our own words."""

UNIT = Unit(
    zh="雙方都不滿意。", en="Neither side was satisfied.", origin=Origin.PERSON, state=State.REVIEWED,
    author="A. Reviser", date="2026-11-20T10:15:00Z", document="paper", segment="paper.0123456789",
    before=context_hash("前句。"), after=context_hash("後句。"),
    note="Read 不滿意 as “dissatisfied”.\nSecond line.",
)  # fmt: skip
BARE = Unit("結論", "Conclusion", Origin.AI_DRAFT, State.TRANSLATED)

XML_TEXT = st.text(
    CHARACTERS.replace("\x07", "").replace("\x1c", "").replace("\x0b", "").replace("\x0c", "") + "&<>]"
)
"""Everything XML 1.0 can carry."""


def _tmx(units: str, head: str = "") -> str:
    return f'<?xml version="1.0"?>\n{head}<tmx version="1.4"><header/>\n<body>\n{units}\n</body></tmx>'


def _tu(zh: str, en: str, inside: str = "", attributes: str = "") -> str:
    return (
        f'<tu {attributes}>{inside}<tuv xml:lang="zh-TW"><seg>{zh}</seg></tuv>'
        f'<tuv xml:lang="en"><seg>{en}</seg></tuv></tu>'
    )


def _load(folder: Path, text: str) -> Memory:
    path = folder / "memory.tmx"
    path.write_text(text, encoding="utf-8")
    return load(path)


# lookup


def test_in_context_comes_before_exact() -> None:
    elsewhere = Unit("好。", "Good.", Origin.PERSON, State.FINAL, before="1", after="2")
    here = Unit("好。", "Fine.", Origin.AI_DRAFT, State.TRANSLATED, before="3", after="4")
    match = Memory([elsewhere, here]).lookup("好。", "3", "4")
    assert match is not None
    assert (match.unit, match.score) == (here, CONTEXT_EXACT)
    match = Memory([elsewhere, here]).lookup("好。", "3", "9")
    assert match is not None
    assert (match.unit, match.score) == (elsewhere, EXACT)


def test_at_a_documents_edge_one_neighbour_is_context() -> None:
    first = Unit("好。", "Good.", Origin.AI_DRAFT, State.TRANSLATED, before="", after="4")
    match = Memory([first]).lookup("好。", "", "4")
    assert match is not None
    assert match.score == CONTEXT_EXACT


def test_a_unit_that_knows_no_neighbours_is_never_in_context() -> None:
    match = Memory([BARE]).lookup("結論")
    assert match is not None
    assert match.score == EXACT


@pytest.mark.parametrize(
    "better",
    [
        Unit("好。", "B", Origin.AI_DRAFT, State.REVIEWED),
        Unit("好。", "B", Origin.AI_DRAFT, State.TRANSLATED, segment="paper.1"),
        Unit("好。", "B", Origin.AI_DRAFT, State.TRANSLATED, date="2026-11-21"),
        Unit("好。", "B", Origin.AI_DRAFT, State.TRANSLATED, date="2026-11-20T23:30:00-05:00"),
    ],
    ids=["further reviewed", "of this segment", "newer", "newer in another zone"],
)
def test_among_equals(better: Unit) -> None:
    other = Unit("好。", "A", Origin.AI_DRAFT, State.TRANSLATED, date="2026-11-20")
    for units in ([other, better], [better, other]):
        match = Memory(units).lookup("好。", segment="paper.1")
        assert match is not None
        assert match.unit is better


@pytest.mark.parametrize("zh", ["臺灣問題２項。", "台灣問題2項。", "台湾问题 2 项。"])
def test_script_width_and_space_do_not_matter(zh: str) -> None:
    match = Memory([Unit("臺灣問題2項。", "x", Origin.AI_DRAFT, State.TRANSLATED)]).lookup(zh)
    assert match is not None
    assert match.score == EXACT
    assert match.unit.zh == "臺灣問題2項。", "what is shown is the source's own"


def test_nothing_like_it_is_no_match() -> None:
    assert Memory([UNIT]).lookup("雙方都滿意。") is None
    assert Memory().lookup("雙方都滿意。") is None


def test_contexts_are_the_neighbours_over_block_ends() -> None:
    blocks = segmented("p", [Block("paragraph", text, (), (), (1, 1)) for text in ("甲。乙。", "丙。")])
    document = Document("p", "p.txt", "", RawText("", ()), blocks)
    a, b, c = (context_hash(text) for text in ("甲。", "乙。", "丙。"))
    assert list(contexts(document).values()) == [("", b), (a, c), (b, "")]


def test_context_ignores_script_too() -> None:
    assert context_hash("臺灣問題。") == context_hash("台湾问题。") != context_hash("香港問題。")
    assert context_hash(None) == ""


def test_merged_replaces_by_segment_and_keeps_the_rest_in_order() -> None:
    other = Unit("甲", "A", Origin.AI_DRAFT, State.TRANSLATED, segment="paper.2")
    fresh = Unit("甲", "B", Origin.PERSON, State.REVIEWED, segment="paper.2")
    new = Unit("乙", "C", Origin.PERSON, State.REVIEWED, segment="paper.3")
    assert Memory([UNIT, other, BARE]).merged([new, fresh]).units == (UNIT, fresh, BARE, new)


# TMX out and in


def test_what_is_saved_is_loaded(tmp_path: Path) -> None:
    path = tmp_path / "memory.tmx"
    assert save(path, Memory([UNIT, BARE]))
    assert load(path).units == (UNIT, BARE)


def test_the_same_units_give_the_same_bytes(tmp_path: Path) -> None:
    path = tmp_path / "memory.tmx"
    save(path, Memory([UNIT, BARE]))
    data = path.read_bytes()
    assert not save(path, load(path))
    assert path.read_bytes() == data


def test_the_projects_own_memory_keeps_its_bytes(tmp_path: Path) -> None:
    path = tmp_path / "memory.tmx"
    save(path, load(SEEDS / "memory.tmx"))
    assert path.read_bytes() == (SEEDS / "memory.tmx").read_bytes()


@given(zh=XML_TEXT.filter(str.strip), en=XML_TEXT.filter(str.strip), author=st.text("ab &<\"'"))
def test_any_text_survives(tmp_path_factory: pytest.TempPathFactory, zh: str, en: str, author: str) -> None:
    path = tmp_path_factory.getbasetemp() / "any.tmx"
    unit = Unit(zh, en, Origin.MEMORY, State.INITIAL, author)
    save(path, Memory([unit]))
    assert load(path).units == (unit,)


@pytest.mark.parametrize("paper", [True, False], ids=["ours", "made"])
def test_the_file_has_the_structure_of_tmx(tmp_path: Path, paper: bool) -> None:
    path = SEEDS / "memory.tmx" if paper else tmp_path / "memory.tmx"
    if not paper:
        save(path, Memory([UNIT, BARE]))
    root = etree.parse(path).getroot()
    dtd = etree.DTD(StringIO(TMX_STRUCTURE))
    assert dtd.validate(root), dtd.error_log
    assert root.get("version") == "1.4"
    for element in root.iter("tu"):
        assert re.fullmatch(r"\d{8}T\d{6}Z|", element.get("creationdate", ""))


def test_the_structure_check_would_notice(tmp_path: Path) -> None:
    path = tmp_path / "memory.tmx"
    save(path, Memory([UNIT]))
    root = etree.parse(path).getroot()
    unit = next(root.iter("tu"))
    unit.append(unit[0])
    assert not etree.DTD(StringIO(TMX_STRUCTURE)).validate(root)


@pytest.mark.parametrize(
    ("date", "expected"),
    [
        ("2026-11-20", "20261120T000000Z"),
        ("2026-11-20T10:15:00Z", "20261120T101500Z"),
        ("2026-11-20T10:15:00+00:00", "20261120T101500Z"),
        ("2026-11-20T10:15:00.250+08:00", "20261120T021500Z"),
        ("20261120T101500Z", "20261120T101500Z"),
        ("", ""),
        ("last week", "last week"),
    ],
)
def test_stamps_are_in_utc(date: str, expected: str) -> None:
    assert stamp(date) == expected


@pytest.mark.parametrize("date", ["", "2026-11-20", "2026-11-20T10:15:00Z"])
def test_dates_survive(tmp_path: Path, date: str) -> None:
    path = tmp_path / "memory.tmx"
    save(path, Memory([Unit("甲", "A", Origin.PERSON, State.FINAL, date=date)]))
    assert load(path).units[0].date == date


def test_a_control_character_is_refused_with_its_segment(tmp_path: Path) -> None:
    path = tmp_path / "memory.tmx"
    save(path, Memory([BARE]))
    data = path.read_bytes()
    with pytest.raises(InputError, match=r"'paper\.1' holds a control character"):
        save(path, Memory([Unit("鈴\x07", "bell", Origin.AI_DRAFT, State.TRANSLATED, segment="paper.1")]))
    assert path.read_bytes() == data


def test_an_absent_memory_is_empty(tmp_path: Path) -> None:
    assert load(tmp_path / "memory.tmx").units == ()


# other programs' TMX


def test_a_foreign_unit_is_the_users_memory_not_reviewed(tmp_path: Path) -> None:
    (unit,) = _load(tmp_path, _tmx(_tu("結論", "Conclusion"))).units
    assert unit == Unit("結論", "Conclusion", Origin.MEMORY, State.TRANSLATED)


def test_who_and_when_as_other_programs_write_them(tmp_path: Path) -> None:
    attributes = 'creationid="A" creationdate="20200101T000000Z" changeid="B" changedate="20210101T083000Z"'
    (unit,) = _load(tmp_path, _tmx(_tu("結論", "Conclusion", attributes=attributes))).units
    assert (unit.author, unit.date) == ("B", "2021-01-01T08:30:00Z")


def test_older_files_name_the_language_without_its_prefix(tmp_path: Path) -> None:
    text = '<tu><tuv lang="EN-US"><seg>Conclusion</seg></tuv><tuv lang="ZH-CN"><seg>结论</seg></tuv></tu>'
    (unit,) = _load(tmp_path, _tmx(text)).units
    assert (unit.zh, unit.en) == ("结论", "Conclusion")


def test_other_languages_beside_ours_are_left_out(tmp_path: Path) -> None:
    french = '<tuv xml:lang="fr"><seg>Conclusion (fr)</seg></tuv>'
    (unit,) = _load(tmp_path, _tmx(_tu("結論", "Conclusion").replace("</tu>", f"{french}</tu>"))).units
    assert unit.en == "Conclusion"


@pytest.mark.parametrize(
    ("seg", "text"),
    [
        ('<bpt i="1">&lt;b&gt;</bpt>結<ept i="1">&lt;/b&gt;</ept>論', "結論"),
        ("結<hi>論</hi>。", "結論。"),
        ('結<ph x="1">{\\br}</ph>論', "結論"),
        ("結<!-- remark -->論<?pi x?>。", "結論。"),
        ("<![CDATA[結<論>]]>", "結<論>"),
        ("&#x7d50;論 &amp;", "結論 &"),
    ],
    ids=["paired codes", "highlight", "placeholder", "comment", "CDATA", "references"],
)
def test_codes_are_no_text_and_highlights_are(tmp_path: Path, seg: str, text: str) -> None:
    assert _load(tmp_path, _tmx(_tu(seg, "x"))).units[0].zh == text


def test_utf16_is_read_too(tmp_path: Path) -> None:
    path = tmp_path / "memory.tmx"
    text = _tmx(_tu("結論", "Conclusion")).replace('version="1.0"', 'version="1.0" encoding="UTF-16"', 1)
    path.write_bytes(text.encode("utf-16"))
    assert load(path).units[0].zh == "結論"


BOMB = '<!DOCTYPE tmx [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>\n'
FILE = '<!DOCTYPE tmx [<!ENTITY a SYSTEM "file:///etc/hostname">]>\n'


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", r"not well-formed XML \(Document is empty, line 1"),
        ("<tmx>\n<body>\n<tu></body></tmx>", r"not well-formed XML .*line 3"),
        (_tmx(_tu("結&nbsp;論", "x")), r"not well-formed XML .*nbsp.* line 4"),
        (_tmx(_tu("結&b;論", "x"), BOMB), r"line 5: an entity of its own \(&b;\)"),
        (_tmx(_tu("結&a;論", "x"), FILE), r"line 5: an entity of its own \(&a;\)"),
        ("<xliff/>", r"not a TMX file \(root element xliff\)"),
        (_tmx(f"{_tu('甲', 'A')}\n{_tu('', 'x')}"), "line 5: a unit needs Chinese and"),
        (_tmx(_tu("結論", "  ")), "line 4: a unit needs Chinese and"),
        (_tmx('<tu><tuv xml:lang="zh"><seg>結論</seg></tuv></tu>'), "line 4: a unit needs Chinese and"),
        (_tmx('<tu><tuv xml:lang="zh"/><tuv xml:lang="en"/></tu>'), "line 4: a unit needs Chinese and"),
        (_tmx(_tu("甲", "A", '<prop type="x-state">approved</prop>')), "line 4: 'approved' is not a valid"),
        (_tmx(_tu("甲", "A", '<prop type="x-origin">guess</prop>')), "line 4: 'guess' is not a valid"),
    ],
    ids=[
        "empty", "not closed", "unknown entity", "entity bomb", "entity from a file", "not TMX", "no Chinese",
        "blank English", "one language", "no segments", "unknown state", "unknown origin",
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_with_its_line(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(InputError, match=message) as caught:
        _load(tmp_path, text)
    assert str(tmp_path / "memory.tmx") in caught.value.message
    assert caught.value.remedy


def test_a_bomb_in_an_attribute_does_not_go_off(tmp_path: Path) -> None:
    entities = ['<!ENTITY e0 "aaaaaaaaaa">']
    entities += [f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10)]
    head = f"<!DOCTYPE tmx [{''.join(entities)}]>\n"
    with pytest.raises(InputError, match="not well-formed XML"):
        _load(tmp_path, _tmx(_tu("甲", "A", attributes='creationid="&e9;"'), head))
