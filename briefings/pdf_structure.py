"""What WeasyPrint leaves out of a tagged PDF's structure: languages, header scopes, ids, links' words.

WeasyPrint makes one structure element of each box and tells nobody which. Here both
trees are walked side by side, before the file is written, so that each element gets
what its HTML says: ``/Lang`` where the language changes, ``/Scope`` of header cells,
``/ID`` of elements with an id (``briefings verify`` finds statements by it). Boxes and
elements that do not fit together stop the build: nothing is tagged by guess.
"""

from __future__ import annotations

from codecs import BOM_UTF16_BE
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from translate.errors import RenderError

_COLUMN, _ROW = "/Column", "/Row"
_SCOPES = {"col": _COLUMN, "colgroup": _COLUMN, "row": _ROW, "rowgroup": _COLUMN}
"""PDF knows no groups: a head over a group of rows stands above them, like that of a column."""
_POINTS = 0.75
"""PDF points in a CSS pixel."""
_ROOTS = frozenset({"html", "body"})


def complete(boxes: Any, placeholder: Any, document: Any, pdf: Any) -> None:
    """Complete the structure of ``pdf``; with its first arguments bound, a finisher for ``write_pdf``.

    Args:
        boxes: WeasyPrint's module of box classes.
        placeholder: its class that stands for an absolutely placed box.
        document: WeasyPrint's laid-out document.
        pdf: the pydyf document made of it, tagged.

    Raises:
        RenderError: boxes and structure elements do not fit together.
    """
    tree = _Tree(pdf, boxes, placeholder)
    root = tree.root
    elements = iter(tree.children(root))
    language = str(document.metadata.lang or "")
    for page in document.pages:
        tree.height = page.height
        tree.walk(page._page_box, elements, _Around(root, language))  # noqa: SLF001  (no public way to a box)
    if next(elements, None) is not None:
        raise _misfit()
    tree.index_ids()


def _misfit() -> RenderError:
    return RenderError(
        "The PDF cannot be tagged: its structure does not follow the page’s boxes",
        "This version of WeasyPrint tags otherwise, or a template nests lists: see requirements.lock for the "
        "version that is known to fit. Nothing was written.",
    )


@dataclass(slots=True)
class _Table:
    """A table's header cells: those of its head, of each group of rows, and ``over`` a whole group."""

    head: set[bytes] = field(default_factory=set)
    groups: dict[int, set[bytes]] = field(default_factory=dict)
    over: dict[int, list[Any]] = field(default_factory=dict)
    cells: list[tuple[Any, int]] = field(default_factory=list)

    def relate(self) -> None:
        """Cells are headed by the table's head and by their own group's headers, no other group's."""
        for element, group in self.cells:
            known = self.head | self.groups.get(group, set())
            headers = element["A"].get("Headers")
            if headers is not None:
                headers[:] = [key for key in headers if key.data in known]
                # one that spans columns was given to its first column alone
                headers += [key for key in self.over.get(group, ()) if key not in headers]


@dataclass(frozen=True, slots=True)
class _Around:
    """What surrounds a box: its parent's element, the language in force, its table, rows and link."""

    parent: Any
    language: str
    html: Any = None
    table: _Table | None = None
    group: int = 0
    in_head: bool = False
    link: str = ""


class _Tree:
    """The structure tree of a pydyf document."""

    def __init__(self, pdf: Any, boxes: Any, placeholder: Any) -> None:
        import pydyf  # type: ignore[import-untyped]  # noqa: PLC0415  (WeasyPrint's; others need not load it)

        self._pdf, self._pydyf, self._boxes, self._placeholder = pdf, pydyf, boxes, placeholder
        self._parts: dict[str, int] = {}
        self.height = 0.0

    @property
    def root(self) -> Any:
        """The ``Document`` element."""
        return self._object(self._structure["K"][0])

    @property
    def _structure(self) -> Any:
        return self._object(self._pdf.catalog["StructTreeRoot"])

    def _object(self, reference: bytes) -> Any:
        return self._pdf.objects[int(reference.split()[0])]

    def children(self, element: Any) -> list[Any]:
        """The structure elements among an element's kids, without marked content and annotations."""
        kids = (self._object(kid) for kid in element["K"] if isinstance(kid, bytes))
        return [kid for kid in kids if kid.get("Type") == "/StructElem"]

    def walk(self, box: Any, elements: Iterator[Any], around: _Around) -> None:
        """Take from ``elements`` what was made of ``box``, and complete it."""
        if isinstance(box, self._placeholder):
            box = box._box  # noqa: SLF001  (as WeasyPrint's own tagging does)
        if isinstance(box, self._boxes.MarginBox):  # running heads and feet are no part of the tree
            return
        root = box.element_tag in _ROOTS and not isinstance(box, self._boxes.LineBox)
        if root or isinstance(box, self._boxes.PageBox):
            for child in box.children:
                self.walk(child, elements, around)
            return
        element = next(elements, None)
        if element is None:
            raise _misfit()
        if self._is_wrapped(box, element, around):
            (element,) = self.children(element)
        inside = self._completed(box, element, around)
        kids = iter(self.children(element))
        for child in self._content(box, element):
            if not isinstance(child, self._boxes.TextBox):
                self.walk(child, kids, inside)
            elif element["S"] != "/Link" and next(kids, None) is None:
                raise _misfit()
        if next(kids, None) is not None:
            raise _misfit()
        if element["S"] == "/Table" and inside.table:
            inside.table.relate()

    def _is_wrapped(self, box: Any, element: Any, around: _Around) -> bool:
        """Whether WeasyPrint put a list item round the box: for terms, and items without a bullet."""
        if element["S"] != "/LI" or around.parent["S"] in {"/LI", "/LBody"}:
            return False
        plain = box.element_tag == "li" and (
            "list-item" not in box.style["display"] or box.style["list_style_type"] == "none"
        )
        return plain or box.element_tag in {"dt", "dd"}

    def _content(self, box: Any, element: Any) -> Iterator[Any]:
        """The boxes inside, lines dissolved, as WeasyPrint goes through them."""
        children = box.children if isinstance(box, self._boxes.ParentBox) else ()
        if element["S"] == "/Table" and box.is_table_wrapper:
            table = box.get_wrapped_table()
            children = [kid for child in children for kid in (child.children if child is table else [child])]
        for child in children:
            if isinstance(child, self._boxes.LineBox):
                yield from child.children
            else:
                yield child

    def _completed(self, box: Any, element: Any, around: _Around) -> _Around:
        """``element`` with language, id and scope; what surrounds the boxes inside it."""
        language = box.style["lang"] or around.language
        if language != around.language:
            element["Lang"] = self._pydyf.String(language)
        html = box.element
        if html is not None and html is not around.html and html.get("id"):
            self._identify(element, html.get("id"))
        if element["S"] == "/Figure":
            self._place(box, element)
        # boxes inside a link are links to WeasyPrint, too: all of them say what the whole link says
        link = around.link or (_words(box) if element["S"] == "/Link" else "")
        if box.link_annotation and link:
            box.link_annotation["Contents"] = self._pydyf.String(link)
        table, group, in_head = around.table, around.group, around.in_head
        match element["S"]:
            case "/Table":
                table = _Table()
            case "/THead" | "/TBody" | "/TFoot":
                group, in_head = id(html), element["S"] == "/THead"
            case "/TH" if table is not None:
                element["A"]["Scope"] = _SCOPES.get(html.get("scope", ""), _COLUMN)
                (table.head if in_head else table.groups.setdefault(group, set())).add(element["ID"].data)
                if html.get("scope") == "rowgroup":
                    table.over.setdefault(group, []).append(element["ID"])
            case "/TD" if table is not None:
                table.cells.append((element, group))
        return _Around(element, language, html, table, group, in_head, link)

    def _identify(self, element: Any, name: str) -> None:
        """Ids are unique: the parts on following pages are numbered. Header cells have WeasyPrint's."""
        if "ID" in element:
            return
        number = self._parts[name] = self._parts.get(name, 0) + 1
        key = name if number == 1 else f"{name}.{number}"
        element["ID"] = self._pydyf.String(key)

    def _place(self, box: Any, element: Any) -> None:
        """A figure's place in points from the page's foot; WeasyPrint gives pixels from its head."""
        x, y = box.content_box_x(), box.content_box_y()
        corners = (x, self.height - y - box.height, x + box.width, self.height - y)
        element["A"]["BBox"] = self._pydyf.Array([_POINTS * value for value in corners])

    def index_ids(self) -> None:
        """The tree of ids that elements with an id require (ISO 32000-1, 14.7.2)."""
        found: list[tuple[bytes, Any]] = []
        pending = self.children(self._structure)
        while pending:
            element = pending.pop()
            if "ID" in element:
                found.append((_bytes(element["ID"].string), element))
            pending += self.children(element)
        found.sort(key=lambda pair: pair[0])
        names = self._pydyf.Array()
        for _, element in found:
            names += [element["ID"], element.reference]
        self._structure["IDTree"] = self._pydyf.Dictionary({"Names": names})


def _bytes(key: str) -> bytes:
    """A string as a PDF has it, by which a tree of names is sorted."""
    return key.encode() if key.isascii() else BOM_UTF16_BE + key.encode("utf-16-be")


def _words(box: Any) -> str:
    """The text of a box."""
    words: list[str] = []
    pending = [box]
    while pending:
        inner = pending.pop()
        words.append(getattr(inner, "text", ""))
        pending += reversed(getattr(inner, "children", ()))
    return " ".join("".join(words).replace("\u200b", "").split())
