"""PDF/UA-1, by the structure tree: languages, headings, header cells, alternatives, order, artifacts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from briefings import printed
from briefings.html import render_brief_html, templates_folder
from briefings.pdf import render_pdf
from briefings.wording import anchor
from tests.briefings import sample
from translate.errors import RenderError
from translate.hanzi import HAN_RE, squeeze

STYLE = 'body { font-family: "Noto Serif", "Noto Serif CJK TC" } @page { size: 100mm 60mm; margin: 10mm }'


def made(body: str, style: str = "") -> bytes:
    return render_pdf(
        f'<!DOCTYPE html><html lang="en"><head><title>T</title><style>{STYLE}{style}</style></head>'
        f"<body>{body}</body></html>",
        templates_folder(),
    )


@dataclass(frozen=True)
class Element:
    """A structure element with what it inherits, and its own text with the text of those inside it."""

    node: Any
    tag: str
    language: str
    parents: tuple[str, ...]
    text: str

    @property
    def id(self) -> str:
        return str(self.node.get("/ID", ""))


class Tree:
    """All elements of a PDF, in reading order."""

    def __init__(self, data: bytes) -> None:
        self.pdf = pikepdf.open(BytesIO(data))
        self._texts = list(printed._texts(data))
        self._pages: dict[Any, int] = {page.objgen: number for number, page in enumerate(self.pdf.pages)}
        root = self.pdf.Root
        self.elements = list(self._walk(root.StructTreeRoot.K, str(root.Lang), (), None))

    def _walk(
        self, node: Any, language: str, parents: tuple[str, ...], page: int | None
    ) -> Iterator[Element]:
        if isinstance(node, pikepdf.Array):
            for kid in node:
                yield from self._walk(kid, language, parents, page)
        elif isinstance(node, pikepdf.Dictionary) and "/S" in node:
            page = self._pages[node.Pg.objgen] if "/Pg" in node else page
            language = str(node.get("/Lang", language))
            kids = node.get("/K", pikepdf.Array())
            inside = list(self._walk(kids, language, (*parents, str(node.S)), page))
            text = "".join(self._text(kids, page)) + "".join(
                e.text for e in inside if len(e.parents) == len(parents) + 1
            )
            yield Element(node, str(node.S), language, parents, text)
            yield from inside

    def _text(self, kids: Any, page: int | None) -> Iterator[str]:
        for kid in kids if isinstance(kids, pikepdf.Array) else (kids,):
            if isinstance(kid, int):
                assert page is not None
                yield self._texts[page].get(kid, "")

    def tagged(self, *tags: str) -> list[Element]:
        return [element for element in self.elements if element.tag in tags]

    def leaves(self) -> list[Element]:
        return [e for e in self.elements if any(isinstance(kid, int) for kid in e.node.get("/K", ()))]


@pytest.fixture(scope="module")
def brief() -> Tree:
    return Tree(render_pdf(render_brief_html(sample.briefing(), for_print=True), templates_folder()))


def test_every_run_has_its_language(brief: Tree) -> None:
    chinese = [element for element in brief.leaves() if HAN_RE.search(element.text)]
    assert len(chinese) > 40
    assert {element.language for element in chinese} == {"zh-Hant-TW"}
    english = [e for e in brief.leaves() if re.search("[a-z]{3}", e.text) and not HAN_RE.search(e.text)]
    assert len(english) > 200
    # names in Latin letters stand in Chinese too
    assert sum(element.language == "en" for element in english) > 0.95 * len(english)


def test_the_english_and_the_chinese_of_a_statement_are_told_apart() -> None:
    tree = Tree(
        made('<p>The “<span lang="zh-Hant-TW">中」方 2022</span>” side</p><p lang="zh-Hans">中国</p>')
    )
    runs = [(element.text.strip(), element.language) for element in tree.leaves()]
    assert runs == [("The “", "en"), ("中」方 2022", "zh-Hant-TW"), ("” side", "en"), ("中国", "zh-Hans")]


def test_a_language_is_written_where_it_changes_and_nowhere_else(brief: Tree) -> None:
    for element in brief.elements:
        if "/Lang" in element.node:
            outer = next(e for e in brief.elements if e.node.objgen == element.node.P.objgen)
            assert outer.language != element.language


def test_headings_nest_without_jumps(brief: Tree) -> None:
    levels = [int(element.tag[2]) for element in brief.elements if re.fullmatch("/H[1-6]", element.tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_every_header_cell_has_a_scope_and_an_id_and_every_cell_names_its_headers(brief: Tree) -> None:
    heads = {element.id: element for element in brief.tagged("/TH")}
    assert len(heads) == len(brief.tagged("/TH")) >= 10
    assert "" not in heads
    assert {str(element.node.A.Scope) for element in heads.values()} <= {"/Column", "/Row"}
    cells = [element for element in brief.tagged("/TD") if element.text]
    assert len(cells) > 20
    for cell in cells:
        named = [str(key) for key in cell.node.A.Headers]
        assert named, cell.text[:30]
        assert set(named) <= set(heads), cell.text[:30]


def test_a_cell_is_headed_by_its_column_and_its_own_group_alone() -> None:
    rows = "".join(
        f'<tbody><tr><th colspan="2" scope="rowgroup">G{n}</th></tr>'
        f"<tr><td>a{n}</td><td>b{n}</td></tr></tbody>"
        for n in (1, 2, 3)
    )
    tree = Tree(
        made(
            '<table><thead><tr><th scope="col">A</th><th scope="col">B</th></tr></thead>'
            f'{rows}</table><table><tr><th scope="row">R</th><td>c</td></tr></table>'
        )
    )
    heads = {element.id: element.text for element in tree.tagged("/TH")}
    assert {e.text: str(e.node.A.Scope) for e in tree.tagged("/TH")} == {
        "A": "/Column", "B": "/Column", "G1": "/Column", "G2": "/Column", "G3": "/Column", "R": "/Row",
    }  # fmt: skip
    headed = {e.text: [heads[str(key)] for key in e.node.A.Headers] for e in tree.tagged("/TD")}
    assert headed == {
        "a1": ["A", "G1"], "b1": ["B", "G1"], "a2": ["A", "G2"], "b2": ["B", "G2"],
        "a3": ["A", "G3"], "b3": ["B", "G3"],
        "c": ["R"],
    }  # fmt: skip


def test_ids_are_unique_indexed_and_sorted(brief: Tree) -> None:
    ids = [element.id for element in brief.elements if element.id]
    assert len(ids) == len(set(ids)) > 50
    names = brief.pdf.Root.StructTreeRoot.IDTree.Names
    keys = [bytes(names[index]) for index in range(0, len(names), 2)]
    assert keys == sorted(keys)
    assert {key.decode() for key in keys} == set(ids)
    for index in range(0, len(names), 2):
        assert str(names[index + 1].ID) == str(names[index])


def test_what_goes_on_over_pages_has_numbered_ids() -> None:
    tree = Tree(made(f'<div id="x">{"<p>Line</p>" * 20}</div>'))
    assert [element.id for element in tree.elements if element.id] == ["x", "x.2", "x.3", "x.4", "x.5"]


def test_figures_have_alternatives_and_stand_on_the_page() -> None:
    svg = (
        '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20" viewBox="0 0 4 2">'
        '<title>Strip</title><rect width="4" height="2"/></svg>'
    )
    tree = Tree(made(f"<p>Text</p>{svg}"))
    (figure,) = tree.tagged("/Figure")
    assert str(figure.node.Alt) == "Strip"
    left, bottom, right, top = (float(value) for value in figure.node.A.BBox)
    assert (right - left, top - bottom) == (30, 15)
    height = float(tree.pdf.pages[0].mediabox[3])
    assert height / 2 < bottom < top < height


def test_the_reading_order_goes_pair_by_pair(brief: Tree) -> None:
    rows = {element.id: element for element in brief.tagged("/TR") if element.id}
    wanted = [f"r-{anchor(row.segment)}" for passage in sample.PASSAGES for row in passage.rows]
    assert [key for key in rows if key.startswith("r-")] == wanted
    for passage in sample.PASSAGES:
        for row in passage.rows:
            text = squeeze(rows[f"r-{anchor(row.segment)}"].text)
            assert text.index(squeeze(row.en)) < text.index(squeeze(row.zh))
    for statement in sample.briefing().statements:
        text = squeeze(rows[f"s-{anchor(statement.id)}"].text)
        assert text.index(squeeze(statement.printed_en)) < text.index(squeeze(statement.zh))


def test_page_one_comes_first_and_sections_follow_in_the_order_of_the_bookmarks(brief: Tree) -> None:
    headings = [squeeze(e.text) for e in brief.elements if re.fullmatch("/H[12]", e.tag)]
    with brief.pdf.open_outline() as outline:
        titles = [squeeze(str(item.title)) for item in outline.root]
    assert [heading for heading in headings if heading in titles] == titles
    assert len(titles) > 5


def test_everything_shown_is_tagged_or_an_artifact(brief: Tree) -> None:
    shown = 0
    for page in brief.pdf.pages:
        inside: list[str] = []
        instructions: Any = pikepdf.parse_content_stream(page)
        for operands, operator in instructions:
            match str(operator):
                case "BDC" | "BMC":
                    inside.append(str(operands[0]))
                case "EMC":
                    inside.pop()
                case "Tj" | "TJ" | "f" | "S" | "Do" | "sh":
                    shown += 1
                    assert inside, (operands, operator)
        assert inside == []
    assert shown > 500


def test_running_heads_are_not_read_out(brief: Tree) -> None:
    texts = list(printed._texts(_bytes(brief.pdf)))
    running = sample.EVENT.name
    assert any(running in squeezed for page in texts for squeezed in page.values())
    tagged = [element.text.strip() for element in brief.leaves()]
    assert not [text for text in tagged if re.fullmatch(r"\d+ / \d+", text)]


def _bytes(pdf: pikepdf.Pdf) -> bytes:
    target = BytesIO()
    pdf.save(target)
    return target.getvalue()


def test_links_are_in_the_structure_and_say_their_words(brief: Tree) -> None:
    parents = brief.pdf.Root.StructTreeRoot.ParentTree.Nums
    owners = {int(parents[index]): parents[index + 1] for index in range(0, len(parents), 2)}
    links = [note for page in brief.pdf.pages for note in page.get("/Annots", ()) if note.Subtype == "/Link"]
    assert len(links) > 20
    for link in links:
        owner = owners[int(link.StructParent)]
        while owner.S != "/Link":
            assert owner.S != "/Document", link.Contents
            owner = owner.P
        assert str(link.Contents).strip()
        assert not str(link.Contents).startswith(("s-", "p-", "n-", "c-"))
    assert all(page.Tabs == "/S" for page in brief.pdf.pages)


def test_title_language_and_identifier(brief: Tree) -> None:
    root = brief.pdf.Root
    assert str(root.Lang) == "en"
    assert bool(root.ViewerPreferences.DisplayDocTitle)
    assert bool(root.MarkInfo.Marked)
    with brief.pdf.open_metadata() as metadata:
        assert metadata["pdfuaid:part"] == "1"
        assert metadata["dc:title"] == str(brief.pdf.docinfo.Title)
    assert sample.EVENT.name in str(brief.pdf.docinfo.Title)


def test_boxes_that_do_not_fit_the_structure_are_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    from weasyprint.pdf import tags  # noqa: PLC0415

    monkeypatch.setattr(tags, "_get_pdf_tag", lambda tag: "Link" if tag == "p" else "NonStruct")
    built = tags._build_box_tree

    def losing(*arguments: Any) -> Iterator[Any]:
        yield from list(built(*arguments))[:-1]

    monkeypatch.setattr(tags, "_build_box_tree", losing)
    with pytest.raises(RenderError, match="does not follow the page’s boxes"):
        made("<p>Text</p>")


def test_images_below_the_templates_keep_their_figure(tmp_path: Path) -> None:
    (tmp_path / "dot.svg").write_text(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><rect width="1" height="1"/></svg>',
        "utf-8",
    )
    data = render_pdf(
        f'<!DOCTYPE html><html lang="en"><head><title>T</title><style>{STYLE}</style></head>'
        '<body><p>A <img src="dot.svg" alt="Dot" width="9"> b</p></body></html>',
        tmp_path,
    )
    tree = Tree(data)
    assert [str(e.node.Alt) for e in tree.tagged("/Figure")] == ["Dot"]
