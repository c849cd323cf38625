"""Damaged and hostile DOCX files."""

from __future__ import annotations

import io
import random
import re
import zipfile
from copy import deepcopy
from functools import cache
from typing import TypeAlias

from lxml import etree

from tests.translate.ingest import article_forms as forms
from tests.translate.ingest.docx_files import NAMES, WORD, package
from tests.translate.ingest.mutations import WEIRD, damaged, pick

Parts: TypeAlias = dict[str, bytes]

_RICH = """
<w:p><w:pPr><w:pStyle w:val="H"/></w:pPr><w:r><w:t>一、會談經過</w:t></w:r></w:p>
<w:p><w:r><w:t>美國總統與中國國家主席舉行視訊會談</w:t></w:r>
  <w:ins w:id="1"><w:r><w:t>，雙方交換意見</w:t></w:r></w:ins>
  <w:del w:id="2"><w:r><w:delText>刪去的話</w:delText></w:r></w:del>
  <w:r><w:footnoteReference w:id="1"/></w:r><w:r><w:t>。</w:t><w:br/><w:tab/></w:r></w:p>
<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr></w:pPr>
  <w:r><w:t>第一點看法。</w:t></w:r></w:p>
<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>PAGE</w:instrText></w:r>
  <w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>三</w:t></w:r>
  <w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>
<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val="2"/></w:tcPr>
  <w:p><w:r><w:t>年度</w:t></w:r></w:p></w:tc></w:tr></w:tbl>
<w:sdt><w:sdtContent><w:p><w:r><w:t>目錄的一行</w:t></w:r></w:p></w:sdtContent></w:sdt>
<mc:AlternateContent><mc:Choice Requires="wps"><w:p><w:r><w:t>文字方塊</w:t></w:r></w:p></mc:Choice>
  <mc:Fallback><w:p><w:r><w:t>文字方塊</w:t></w:r></w:p></mc:Fallback></mc:AlternateContent>
<w:sectPr><w:headerReference w:type="default" r:id="header"/></w:sectPr>
"""
_RICH_PARTS = {
    "styles": """
<w:style w:type="paragraph" w:styleId="H"><w:name w:val="heading 1"/><w:basedOn w:val="N"/></w:style>
<w:style w:type="paragraph" w:styleId="N"><w:name w:val="Normal"/></w:style>""",
    "numbering": """
<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/>
<w:numFmt w:val="taiwaneseCountingThousand"/><w:lvlText w:val="%1、"/></w:lvl></w:abstractNum>
<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>""",
    "footnotes": """
<w:footnote w:id="1"><w:p><w:r><w:footnoteRef/><w:t>白宮新聞稿。</w:t></w:r></w:p></w:footnote>""",
    "header": "<w:p><w:r><w:t>論壇時評</w:t></w:r></w:p>",
    "settings": '<w:footnotePr><w:numFmt w:val="decimal"/></w:footnotePr>',
}
_VALUES = (
    "", "-1", "0", "1", "99999999999999999999", "x", "none", "美", "H", "N", "1.5", "true", "../../x",
    "nan", "%1%2%3%4%5%6%7%8%9", "http://a", "NULL", "word/document.xml",
)  # fmt: skip
_NAMES = (
    "p", "r", "t", "tbl", "tr", "tc", "ins", "del", "sdt", "sdtContent", "hyperlink", "br", "tab",
    "footnoteReference", "pict", "fldSimple", "ruby", "rt", "body", "txbxContent", "moveFrom", "smartTag",
    "numPr", "numId", "style", "basedOn", "sym", "object", "footnote", "instrText", "fldChar", "delText",
    "noBreakHyphen", "cr", "sectPr", "lvl", "vMerge",
)  # fmt: skip


@cache
def _seeds() -> tuple[Parts, ...]:
    made = (forms.as_docx(list(forms.article())), package(_RICH, _RICH_PARTS))
    result = []
    for data in made:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            # the template's thumbnail and printer settings take time to pack and tell nothing
            names = [name for name in archive.namelist() if name.endswith((".xml", ".rels"))]
            result.append({name: archive.read(name) for name in names})
    return tuple(result)


def _packed(chance: random.Random, parts: Parts) -> bytes:
    target = io.BytesIO()
    method = chance.choice([zipfile.ZIP_DEFLATED, zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED])
    with zipfile.ZipFile(target, "w", method, compresslevel=1) as archive:
        for name, data in parts.items():
            archive.writestr(zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0)), data, method)
    return target.getvalue()


def _part(chance: random.Random, parts: Parts) -> str:
    """The part to change: most often the text."""
    if "word/document.xml" in parts and chance.random() < 0.6:
        return "word/document.xml"
    return chance.choice(sorted(parts))


def _elements_changed(chance: random.Random, data: bytes) -> bytes:
    """Well-formed XML whose elements are lost, doubled, moved, renamed, nested, or say something else."""
    try:
        root = etree.fromstring(data)
    except etree.XMLSyntaxError:
        return data
    for _ in range(chance.choice([1, 1, 2, 5, 20])):
        elements = list(root.iterdescendants(etree.Element))
        if not elements:
            break
        _change(chance, chance.choice(elements), elements)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8")


def _change(chance: random.Random, element: etree._Element, elements: list[etree._Element]) -> None:
    parent = element.getparent()
    assert parent is not None
    match chance.randrange(9):
        case 0:
            parent.remove(element)
        case 1:
            for _ in range(chance.choice([1, 3, 30])):
                parent.insert(parent.index(element), deepcopy(element))
        case 2:
            chance.choice(elements).append(deepcopy(element))
        case 3:
            element.tag = f"{{{WORD}}}{chance.choice(_NAMES)}"
        case 4 if element.attrib:
            element.set(chance.choice([str(name) for name in element.attrib]), chance.choice(_VALUES))
        case 5:
            element.set(f"{{{WORD}}}{chance.choice(['val', 'id', 'type', 'ilvl'])}", chance.choice(_VALUES))
        case 6:
            text = "".join(pick(chance, WEIRD) for _ in range(chance.choice([1, 5, 50]))) + "美中關係。"
            element.text = re.sub("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", "", text)
        case 7:
            for _ in range(chance.choice([3, 40, 150])):
                inner = etree.SubElement(element, f"{{{WORD}}}{chance.choice(_NAMES)}")
                element = inner
            inner.text = "深處的字。"
        case _:
            parent.insert(chance.randrange(len(parent) + 1), element)


def _text_changed(chance: random.Random, data: bytes) -> bytes:
    """XML whose tags may no longer match."""
    parts = re.split(r"(<[^>]*>)", data.decode("utf-8", "replace"))
    for _ in range(chance.choice([1, 2, 6])):
        at = chance.randrange(len(parts))
        new = chance.choice(
            [[], [parts[at]] * 2, [chance.choice(parts)], ["&x;"], ["<!-- -->"], ["&#0;"], ["]]>"]]
        )
        parts[at : at + 1] = new
        if not parts:
            return b""
    text = "".join(parts)
    if chance.random() < 0.2:
        return text.encode(chance.choice(["utf-16", "utf-8-sig", "gb18030"]), "replace")
    return text.encode("utf-8", "replace")


def _hostile(chance: random.Random) -> bytes:
    """A part that XML's own features would swell or take from elsewhere."""
    entity = chance.choice(
        ['<!ENTITY a "美中">', '<!ENTITY a SYSTEM "file:///etc/hostname">', '<!ENTITY % a "b"> %a;']
    )
    body = "<w:body><w:p><w:r><w:t>美國與中國。&a;</w:t></w:r></w:p></w:body>"
    return f"<!DOCTYPE d [{entity}]><w:document {NAMES}>{body}</w:document>".encode()


def _archive_changed(chance: random.Random, parts: Parts) -> None:
    """Parts lost, exchanged, emptied, renamed, or hostile."""
    name, other = _part(chance, parts), chance.choice(sorted(parts))
    match chance.randrange(6):
        case 0:
            del parts[other]
        case 1:
            parts[name], parts[other] = parts[other], parts[name]
        case 2:
            parts[other] = b""
        case 3:
            parts[
                chance.choice(["word/x.xml", "../x", "/word/document.xml", "word\\document.xml", "字.xml"])
            ] = parts.pop(other)
        case 4:
            parts["word/document.xml"] = _hostile(chance)
        case _:
            parts[name] = damaged(chance, parts[name])


def mutant_docx(chance: random.Random) -> bytes:
    """A DOCX file: most often well-formed XML that says something else than Word would write."""
    parts = dict(chance.choice(_seeds()))
    way = chance.random()
    for _ in range(chance.choice([1, 1, 2, 3])):
        name = _part(chance, parts)
        if way < 0.7:
            parts[name] = _elements_changed(chance, parts[name])
        elif way < 0.8:
            parts[name] = _text_changed(chance, parts[name])
        elif way < 0.9 and len(parts) > 1:
            _archive_changed(chance, parts)
    data = _packed(chance, parts)
    return damaged(chance, data) if way >= 0.9 or chance.random() < 0.02 else data
