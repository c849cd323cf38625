"""TMX read unit by unit and written: encodings, languages, codes, what is refused, the structure."""

from __future__ import annotations

import re
import tracemalloc
from io import StringIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from tests.translate.ingest.texts import CHARACTERS
from tests.translate.memory.memories import HEADER, props, tmx_text, tu
from translate.errors import BriefingsError, InputError
from translate.memory import tmx

XML_TEXT = st.text(
    CHARACTERS.replace("\x07", "").replace("\x1c", "").replace("\x0b", "").replace("\x0c", "") + "&<>]\"'"
)
"""Everything XML 1.0 can carry."""

STRUCTURE = """
<!ENTITY % inline "#PCDATA | bpt | ept | ph | it | hi | ut">
<!ELEMENT tmx (header, body)>
<!ATTLIST tmx version CDATA #FIXED "1.4">
<!ELEMENT header (note | ude | prop)*>
<!ATTLIST header creationtool CDATA #REQUIRED creationtoolversion CDATA #REQUIRED
  segtype (block | paragraph | sentence | phrase) #REQUIRED o-tmf CDATA #REQUIRED adminlang CDATA #REQUIRED
  srclang CDATA #REQUIRED datatype CDATA #REQUIRED o-encoding CDATA #IMPLIED creationdate CDATA #IMPLIED
  creationid CDATA #IMPLIED changedate CDATA #IMPLIED changeid CDATA #IMPLIED>
<!ELEMENT body (tu*)>
<!ELEMENT ude (map+)>
<!ATTLIST ude name CDATA #REQUIRED base CDATA #IMPLIED>
<!ELEMENT map EMPTY>
<!ATTLIST map unicode CDATA #REQUIRED code CDATA #IMPLIED ent CDATA #IMPLIED subst CDATA #IMPLIED>
<!ELEMENT note (#PCDATA)>
<!ATTLIST note xml:lang CDATA #IMPLIED o-encoding CDATA #IMPLIED>
<!ELEMENT prop (#PCDATA)>
<!ATTLIST prop type CDATA #REQUIRED xml:lang CDATA #IMPLIED o-encoding CDATA #IMPLIED>
<!ELEMENT tu ((note | prop)*, tuv+)>
<!ATTLIST tu tuid CDATA #IMPLIED o-encoding CDATA #IMPLIED datatype CDATA #IMPLIED usagecount CDATA #IMPLIED
  lastusagedate CDATA #IMPLIED creationtool CDATA #IMPLIED creationtoolversion CDATA #IMPLIED
  creationdate CDATA #IMPLIED creationid CDATA #IMPLIED changedate CDATA #IMPLIED changeid CDATA #IMPLIED
  segtype (block | paragraph | sentence | phrase) #IMPLIED o-tmf CDATA #IMPLIED srclang CDATA #IMPLIED>
<!ELEMENT tuv ((note | prop)*, seg)>
<!ATTLIST tuv xml:lang CDATA #REQUIRED o-encoding CDATA #IMPLIED datatype CDATA #IMPLIED
  usagecount CDATA #IMPLIED lastusagedate CDATA #IMPLIED creationtool CDATA #IMPLIED
  creationtoolversion CDATA #IMPLIED creationdate CDATA #IMPLIED creationid CDATA #IMPLIED
  changedate CDATA #IMPLIED changeid CDATA #IMPLIED o-tmf CDATA #IMPLIED>
<!ELEMENT seg (%inline;)*>
<!ELEMENT sub (%inline;)*>
<!ATTLIST sub datatype CDATA #IMPLIED type CDATA #IMPLIED>
<!ELEMENT bpt (#PCDATA | sub)*>
<!ATTLIST bpt i CDATA #REQUIRED x CDATA #IMPLIED type CDATA #IMPLIED>
<!ELEMENT ept (#PCDATA | sub)*>
<!ATTLIST ept i CDATA #REQUIRED>
<!ELEMENT it (#PCDATA | sub)*>
<!ATTLIST it pos (begin | end) #REQUIRED x CDATA #IMPLIED type CDATA #IMPLIED>
<!ELEMENT ph (#PCDATA | sub)*>
<!ATTLIST ph x CDATA #IMPLIED assoc (p | f | b) #IMPLIED type CDATA #IMPLIED>
<!ELEMENT ut (#PCDATA | sub)*>
<!ATTLIST ut x CDATA #IMPLIED>
<!ELEMENT hi (%inline;)*>
<!ATTLIST hi x CDATA #IMPLIED type CDATA #IMPLIED>
"""
"""TMX 1.4b's document type (LISA OSCAR, 2005, sections 3 and 4), in our own words."""

FOREIGN = (
    '<tu tuid="7" usagecount="3" creationdate="20200101T000000Z" creationid="A" changeid="B" srclang="zh-TW">'
    '<tuv xml:lang="zh-TW" creationid="C"><seg>結<bpt i="1">&lt;b&gt;<sub>附註</sub></bpt>論'
    '<ept i="1">&lt;/b&gt;</ept><ph x="1"/><it pos="begin">[</it><ut>{}</ut></seg></tuv>'
    '<prop type="x-client">Harbour &amp; Co</prop><note xml:lang="en">One\nnote</note>'
    '<tuv xml:lang="EN-US" changedate="20210101T083000Z"><prop type="x-fit">loose</prop>'
    "<seg>Con<hi>clu</hi>sion</seg></tuv>"
    '<tuv xml:lang="fr"><seg>Conclusion (fr)</seg></tuv></tu>'
)


def read(folder: Path, text: str, encoding: str = "utf-8") -> list[tmx.Header | tmx.TmxUnit | tmx.Rejected]:
    path = folder / "foreign.tmx"
    path.write_bytes(text.encode(encoding))
    return list(tmx.read(path))


def units(folder: Path, *elements: str, head: str = "") -> list[tmx.TmxUnit]:
    found = [
        item for item in read(folder, tmx_text(*elements, head=head)) if not isinstance(item, tmx.Header)
    ]
    assert all(isinstance(item, tmx.TmxUnit) for item in found), found
    return [item for item in found if isinstance(item, tmx.TmxUnit)]


# reading


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "gb18030", "big5"]
)
def test_encodings(tmp_path: Path, encoding: str) -> None:
    name = "utf-16" if encoding.startswith("utf-16") else encoding.removesuffix("-sig")
    text = tmx_text(tu("結論。", "Conclusion.")).replace('"1.0"?', f'"1.0" encoding="{name}"?', 1)
    if encoding in {"utf-16-le", "utf-16-be"}:
        text = f"\ufeff{text}"
    (_, unit) = read(tmp_path, text, encoding)
    assert isinstance(unit, tmx.TmxUnit)
    assert unit.zh == "結論。"


def test_utf16_without_a_declaration_is_told_by_its_mark(tmp_path: Path) -> None:
    text = tmx_text(tu("結論。", "Conclusion.")).split("\n", 1)[1]
    (_, unit) = read(tmp_path, text, "utf-16")
    assert isinstance(unit, tmx.TmxUnit)
    assert unit.zh == "結論。"


@pytest.mark.parametrize(
    "language", ["zh", "ZH", "zh-TW", "zh_tw", "zh-Hant", "zh-Hans-CN", "ZH-CN", "zho", "cmn-Hant"]
)
def test_every_name_of_chinese(tmp_path: Path, language: str) -> None:
    (unit,) = units(tmp_path, tu("結論", "x").replace("zh-TW", language))
    assert unit.zh == "結論"


def test_of_two_scripts_the_traditional_is_taken_and_both_are_kept(tmp_path: Path) -> None:
    simplified = '<tuv xml:lang="zh-CN"><seg>结论</seg></tuv>'
    (unit,) = units(tmp_path, tu("結論", "x").replace("<tuv", f"{simplified}<tuv", 1))
    assert unit.zh == "結論"
    assert "结论" in unit.xml


def test_a_foreign_unit_with_everything(tmp_path: Path) -> None:
    (unit,) = units(tmp_path, FOREIGN)
    assert (unit.zh, unit.en) == ("結論", "Conclusion")
    assert unit.properties == (("x-client", "Harbour & Co"), ("x-fit", "loose"))
    assert unit.notes == ("One\nnote",)
    assert unit.attributes["changeid"] == "B"
    assert unit.attributes["changedate"] == "20210101T083000Z", "what only the English says"
    assert "creationid" in unit.attributes
    assert unit.attributes["creationid"] == "A"
    for kept in (
        "usagecount",
        "附註",
        "Harbour &amp; Co",
        'creationid="C"',
        "Conclusion (fr)",
        "<hi>clu</hi>",
    ):
        assert kept in unit.xml


def test_a_document_type_is_passed_over(tmp_path: Path) -> None:
    head = '<!DOCTYPE tmx SYSTEM "http://nowhere.invalid/tmx14.dtd">\n'
    assert len(units(tmp_path, tu("結論", "x"), head=head)) == 1


def test_an_entity_of_its_own_costs_its_unit_only(tmp_path: Path) -> None:
    head = '<!DOCTYPE tmx [<!ENTITY a SYSTEM "file:///etc/hostname">]>\n'
    text = tmx_text(tu("結論", "x"), tu("乙", "B").replace("乙", "乙&a;"), tu("丙", "C"), head=head)
    _, first, bad, last = read(tmp_path, text)
    assert bad == tmx.Rejected(6, "an entity of its own (&a;), which is not read")
    assert isinstance(first, tmx.TmxUnit)
    assert isinstance(last, tmx.TmxUnit)
    assert last.zh == "丙"


@pytest.mark.parametrize(
    "element",
    [
        tu("", "x"), tu("　", "x"), tu("結論", ""),
        '<tu><tuv xml:lang="zh"><seg>結論</seg></tuv></tu>',
        '<tu><tuv xml:lang="fr"><seg>x</seg></tuv><tuv xml:lang="en"><seg>x</seg></tuv></tu>',
        "<tu/>", '<tu><tuv><seg>結論</seg></tuv><tuv xml:lang="en"><seg>x</seg></tuv></tu>',
        '<tu><tuv xml:lang="zh"><seg><ph>碼</ph></seg></tuv><tuv xml:lang="en"><seg>x</seg></tuv></tu>',
    ],
    ids=[
        "no Chinese", "blank", "no English", "one language", "other languages", "empty", "no language",
        "codes only",
    ],
)  # fmt: skip
def test_a_unit_without_both_languages_is_rejected(tmp_path: Path, element: str) -> None:
    items = read(tmp_path, tmx_text(tu("甲", "A"), element, tu("乙", "B")))
    assert items[2] == tmx.Rejected(5, "a unit needs Chinese and English text")
    assert [type(item).__name__ for item in items] == ["Header", "TmxUnit", "Rejected", "TmxUnit"]


def test_what_follows_a_break_is_not_read_and_what_comes_before_is(tmp_path: Path) -> None:
    path = tmp_path / "broken.tmx"
    path.write_text(tmx_text(tu("甲", "A"), "<tu><tuv></tu>", tu("乙", "B")), encoding="utf-8")
    found: list[object] = []
    with pytest.raises(InputError, match=r"not well-formed XML .*line 5"):
        found.extend(tmx.read(path))
    assert [type(item) for item in found] == [tmx.Header, tmx.TmxUnit]


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be read"):
        list(tmx.read(tmp_path))


def test_bytes_read_are_told(tmp_path: Path) -> None:
    path = tmp_path / "foreign.tmx"
    path.write_text(tmx_text(tu("甲", "A")), encoding="utf-8")
    told: list[tuple[int, int]] = []
    list(tmx.read(path, lambda done, of: told.append((done, of))))
    size = path.stat().st_size
    assert told[-1] == (size, size)


def test_memory_does_not_grow_with_the_file(tmp_path: Path) -> None:
    path = tmp_path / "large.tmx"
    peaks = []
    for count in (2_000, 20_000):
        tmx.write(path, HEADER, (tu(f"第{n}句。", f"Sentence {n}.", props(n=str(n))) for n in range(count)))
        tracemalloc.start()
        assert sum(1 for _ in tmx.read(path)) == count + 1
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] < 2 * peaks[0] + 2**20


# writing


def dtd() -> etree.DTD:
    return etree.DTD(StringIO(STRUCTURE))


def test_what_is_written_has_the_structure_of_tmx(tmp_path: Path) -> None:
    old = tu("甲", "A").replace("xml:lang", "lang")
    header = '<header srclang="zh"><prop type="p">v</prop><note>n</note></header>'
    path = tmp_path / "in.tmx"
    path.write_text(tmx_text(FOREIGN, old, header=header), encoding="utf-8")
    head, *items = tmx.read(path)
    assert isinstance(head, tmx.Header)
    out = tmp_path / "out.tmx"
    assert tmx.write(out, head.xml, (item.xml for item in items if isinstance(item, tmx.TmxUnit))) == 2
    root = etree.parse(out).getroot()
    structure = dtd()
    assert structure.validate(root), structure.error_log
    assert root.find("header/prop") is not None
    assert root.get("version") == "1.4"


def test_the_structure_check_would_notice(tmp_path: Path) -> None:
    path = tmp_path / "in.tmx"
    path.write_text(tmx_text(FOREIGN), encoding="utf-8")
    assert not dtd().validate(etree.parse(path).getroot()), "its properties stand after a variant"


def test_our_own_header_is_complete(tmp_path: Path) -> None:
    tmx.write(tmp_path / "out.tmx", "", [])
    assert dtd().validate(etree.parse(tmp_path / "out.tmx").getroot())


@given(zh=XML_TEXT.filter(str.strip), en=XML_TEXT.filter(str.strip), value=XML_TEXT, note=XML_TEXT)
def test_odd_characters_survive(
    tmp_path_factory: pytest.TempPathFactory, zh: str, en: str, value: str, note: str
) -> None:
    path = tmp_path_factory.getbasetemp() / "odd.tmx"
    made = tmx.element(zh, en, {"creationid": value}, [note], {"x-odd": value})
    tmx.write(path, "", [etree.tostring(made, encoding="unicode")])
    (_, first) = tmx.read(path)
    assert isinstance(first, tmx.TmxUnit)
    assert (first.zh, first.en, first.notes) == (zh, en, (note,))
    assert first.properties == (("x-odd", value),)
    assert first.attributes["creationid"] == value
    tmx.write(path, "", [first.xml])
    (_, second) = tmx.read(path)
    assert isinstance(second, tmx.TmxUnit)
    assert second.xml == first.xml


def test_a_failed_export_leaves_the_last_good_file(tmp_path: Path) -> None:
    path = tmp_path / "out.tmx"
    tmx.write(path, "", [tu("甲", "A")])
    before = path.read_bytes()

    def failing() -> list[str]:
        raise RuntimeError

    with pytest.raises(RuntimeError):
        tmx.write(path, "", (text for _ in range(1) for text in failing()))
    assert path.read_bytes() == before
    assert [item.name for item in tmp_path.iterdir()] == ["out.tmx"]


def test_a_file_in_the_way_is_said(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("")
    with pytest.raises(BriefingsError, match=re.escape(str(tmp_path / "taken" / "out.tmx"))):
        tmx.write(tmp_path / "taken" / "out.tmx", "", [])
