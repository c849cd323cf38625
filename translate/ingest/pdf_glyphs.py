"""A PDF's characters with their positions. Runs as a program of its own: see ``pdf.py``.

PDFium cannot be interrupted, and a hostile or damaged file may keep it busy,
fill the memory or bring it down. So ``pdf.py`` starts this file as a child with
limits; it imports nothing of the package. From standard input: one line of
JSON (``Request``), then the file's bytes. To standard output: one line of JSON
(``{"problem": …}`` or ``{"pages": [Sized, …]}``), then one
``RECORD`` for each glyph.
"""

from __future__ import annotations

import contextlib
import ctypes
import io
import json
import math
import re
import struct
import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypedDict

RECORD = struct.Struct("<I6fBB")
"""Code point; left, right, bottom, top, base line, size; flags; why it is apart."""

BOLD, SPACED = 1, 2
"""Flags: a bold face; the file has white space before the glyph."""

SHOWN, INVISIBLE, PALE, OUTSIDE, TURNED, DRAWN = range(6)
"""Why a glyph is apart; the last is none: a drawn spot that may be a list's bullet."""

UNMAPPED = 0
"""The code point of a glyph that is printed and whose character the file does not tell."""

_GENERATED = (0x20, 0x0D, 0x0A)
_WHITE = 250
_UPRIGHT = math.radians(3)
_SCAN = 0.4
_OBJECTS = 5000
_SPOT, _ROUND, _SPOTS = (1.5, 9.0), 0.8, 500
_BOLD_WEIGHT = 600
_DAMAGE = re.compile(
    "reconstruct|inflate|unexpected|giving up|ended prematurely|Pages tree|unknown token|non-dictionary"
)
_PASSWORD_ERROR, _SECURITY_ERROR = 4, 5
_BOLD_NAMES = ("bold", "black", "heavy", "semibold", "demi")

IDEOGRAPHIC_SPACE = 0x3000
BULLET = 0x2022
_NO_CHARACTER = (0, 0xFFFD, 0xFFFE, 0xFFFF)
_NO_WIDTH = 0.01

Box = tuple[float, float, float, float]
Sized = tuple[float, float, int, int]
"""A page: width, height, how many glyphs follow, and what it is."""

PRINTED, RECOGNISED, PICTURE = range(3)
"""A page of text; a scan with the text that OCR read in it; a picture without text."""

Record = tuple[int, float, float, float, float, float, float, int, int]


class Request(TypedDict):
    """What the parent asks, and within which limits."""

    password: str | None
    memory: int
    seconds: int
    pages: int
    glyphs: int


class ProblemError(Exception):
    """Why the file is not read; ``args`` is the code and its details, for ``pdf.py`` to word."""


@dataclass(frozen=True, slots=True)
class _Style:
    """What all glyphs of one text object share."""

    scale: float
    angle: float
    bold: bool
    apart: int


def check_streams(data: bytes, password: str | None) -> None:
    """Refuse a file whose streams do not decode: PDFium would leave out what is lost, silently.

    Raises:
        ProblemError: with the object's number.
    """
    import pikepdf  # noqa: PLC0415  (only this program needs it, and only now)

    try:
        file = pikepdf.open(io.BytesIO(data), password=password or "", suppress_warnings=True)
    except pikepdf.PasswordError as error:
        raise ProblemError("password") from error
    except (pikepdf.PdfError, RuntimeError, ValueError) as error:
        raise ProblemError("damaged", str(error)) from error
    with file:
        try:
            for thing in file.objects:
                if not isinstance(thing, pikepdf.Stream) or thing.get("/Subtype") == "/Image":
                    continue
                with contextlib.suppress(NotImplementedError):
                    thing.read_bytes()
        except (pikepdf.PdfError, RuntimeError, ValueError) as error:
            raise ProblemError("damaged", str(error)) from error
        found = [str(warning) for warning in file.get_warnings() if _DAMAGE.search(str(warning))]
        if found:
            raise ProblemError("damaged", found[0])


class _Page:
    """One page's glyphs, upright as a reader sees the page."""

    def __init__(self, raw: Any, page: Any) -> None:
        self.raw = raw
        self.page = page
        self.recognised = False
        self.text = page.get_textpage()
        self.turn = page.get_rotation() % 360
        self.left, self.bottom, self.right, self.top = page.get_cropbox()
        self.width, self.height = self.right - self.left, self.top - self.bottom
        if self.turn in (90, 270):
            self.width, self.height = self.height, self.width
        self.styles: dict[int, _Style] = {}
        self.covers: list[Box] | None = None
        # called for every glyph: bare handles and references spare ctypes a conversion each time
        self.handle = self.text.raw
        self.rect = raw.FS_RECTF()
        self.x, self.y = ctypes.c_double(), ctypes.c_double()
        self.to_rect, self.to_x, self.to_y = map(ctypes.byref, (self.rect, self.x, self.y))

    def close(self) -> None:
        """Free PDFium's page."""
        self.text.close()
        self.page.close()

    def count(self) -> int:
        """Characters on the page, generated ones included."""
        return int(self.raw.FPDFText_CountChars(self.text))

    def _place(self, x: float, y: float) -> tuple[float, float]:
        """A point of the file's coordinates on the page as shown, from its lower left corner."""
        x, y = x - self.left, y - self.bottom
        if not self.turn:
            return x, y
        if self.turn == 90:  # noqa: PLR2004
            return y, self.height - x
        if self.turn == 180:  # noqa: PLR2004
            return self.width - x, self.height - y
        if self.turn == 270:  # noqa: PLR2004
            return self.width - y, x
        return x, y

    def _style(self, index: int, address: int) -> _Style:
        """Size, weight and visibility of the text object at ``address``."""
        raw = self.raw
        matrix = raw.FS_MATRIX()
        raw.FPDFText_GetMatrix(self.text, index, matrix)
        scale = math.hypot(matrix.c, matrix.d) * abs(raw.FPDFText_GetFontSize(self.text, index))
        angle = math.atan2(matrix.b, matrix.a) - math.radians(self.turn)
        angle = math.remainder(angle, math.tau)
        mode = raw.FPDFTextObj_GetTextRenderMode(ctypes.cast(address, raw.FPDF_PAGEOBJECT))
        red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
        raw.FPDFText_GetFillColor(self.text, index, red, green, blue, alpha)
        name = ctypes.create_string_buffer(256)
        flags = ctypes.c_int()
        raw.FPDFText_GetFontInfo(self.text, index, name, len(name), flags)
        heavy = raw.FPDFText_GetFontWeight(self.text, index) >= _BOLD_WEIGHT
        named = any(part in name.value.decode("latin-1").lower() for part in _BOLD_NAMES)
        apart = SHOWN
        if mode in (raw.FPDF_TEXTRENDERMODE_INVISIBLE, raw.FPDF_TEXTRENDERMODE_CLIP) or (
            mode == raw.FPDF_TEXTRENDERMODE_FILL and not alpha.value
        ):
            apart = INVISIBLE
        elif mode == raw.FPDF_TEXTRENDERMODE_FILL and min(red.value, green.value, blue.value) >= _WHITE:
            apart = PALE
        elif abs(angle) > _UPRIGHT:
            apart = TURNED
        stroked = mode == raw.FPDF_TEXTRENDERMODE_FILL_STROKE
        return _Style(scale, angle, heavy or named or stroked, apart)

    def _boxes(self, kinds: set[int], *, lines: bool = False) -> list[Box]:
        """Boxes of the page's objects of ``kinds`` that are not white; ``lines``: also unfilled ones."""
        raw = self.raw
        found: list[Box] = []
        inner = (raw.FPDF_PAGEOBJ_PATH, raw.FPDF_PAGEOBJ_IMAGE, raw.FPDF_PAGEOBJ_SHADING)
        for index in range(min(raw.FPDFPage_CountObjects(self.page), _OBJECTS)):
            thing = raw.FPDFPage_GetObject(self.page, index)
            kind = raw.FPDFPageObj_GetType(thing)
            if kind == raw.FPDF_PAGEOBJ_FORM:
                count = min(raw.FPDFFormObj_CountObjects(thing), _OBJECTS)
                parts = {raw.FPDFPageObj_GetType(raw.FPDFFormObj_GetObject(thing, i)) for i in range(count)}
                shown = bool(parts & kinds & set(inner))
            else:
                shown = kind in kinds and (kind != raw.FPDF_PAGEOBJ_PATH or self._is_drawn(thing, lines))
            edges = [ctypes.c_float() for _ in range(4)]
            if shown and raw.FPDFPageObj_GetBounds(thing, *edges):
                left, bottom, right, top = (edge.value for edge in edges)
                (x0, y0), (x1, y1) = self._place(left, bottom), self._place(right, top)
                found.append((min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)))
        return found

    def _is_drawn(self, path: Any, lines: bool) -> bool:
        raw = self.raw
        mode, stroke = ctypes.c_int(), ctypes.c_int()
        colours = [ctypes.c_uint() for _ in range(4)]
        if not raw.FPDFPath_GetDrawMode(path, mode, stroke):
            return False
        if not mode.value:
            return lines and bool(stroke.value)
        raw.FPDFPageObj_GetFillColor(path, *colours)
        red, green, blue, alpha = (colour.value for colour in colours)
        return bool(alpha) and min(red, green, blue) < _WHITE

    def _is_on_ground(self, x: float, y: float) -> bool:
        """Whether something that is not white lies behind the point."""
        raw = self.raw
        if self.covers is None:
            kinds = {raw.FPDF_PAGEOBJ_PATH, raw.FPDF_PAGEOBJ_IMAGE, raw.FPDF_PAGEOBJ_SHADING}
            self.covers = self._boxes(kinds)
        return any(x0 <= x <= x1 and y0 <= y <= y1 for x0, y0, x1, y1 in self.covers)

    def is_scan(self) -> bool:
        """Whether a picture covers much of the page: its invisible text is then an OCR layer."""
        area = self.width * self.height
        boxes = self._boxes({self.raw.FPDF_PAGEOBJ_IMAGE})
        return area > 0 and any((x1 - x0) * (y1 - y0) >= _SCAN * area for x0, y0, x1, y1 in boxes)

    def glyphs(self) -> list[Record]:
        """The page's glyphs in the file's order, as ``RECORD`` has them."""
        raw, text = self.raw, self.handle
        code_of = raw.FPDFText_GetUnicode
        result = []
        spaced = False
        high = 0
        for index in range(self.count()):
            code = code_of(text, index)
            if code in _GENERATED and raw.FPDFText_IsGenerated(text, index) == 1:
                # PDFium's own; inside a text object a wide step stands for a space, as in justified lines
                spaced = spaced or raw.FPDFText_GetTextObject(text, index) is not None
                continue
            if 0xD800 <= code < 0xDC00:  # noqa: PLR2004  (Windows: two units a character)
                high = code
                continue
            if 0xDC00 <= code < 0xE000 and high:  # noqa: PLR2004
                code = 0x10000 + ((high - 0xD800) << 10) + code - 0xDC00
            high = 0
            code = self._character(index, code)
            # the ideographic space is the last of them
            if code < IDEOGRAPHIC_SPACE and code != UNMAPPED and chr(code).isspace():
                spaced = True
                continue
            record = self._record(index, code, spaced)
            if record is not None:
                result.append(record)
                spaced = False
        return self._with_ocr_layer(result)

    def _character(self, index: int, code: int) -> int:
        """PDFium's code as a character; a hyphen at a line's end has a code of its own there."""
        if code < 0x20 and self.raw.FPDFText_IsHyphen(self.handle, index) == 1:  # noqa: PLR2004
            return 0x2D
        lone = 0xD800 <= code < 0xE000  # noqa: PLR2004
        if lone or code in _NO_CHARACTER or self.raw.FPDFText_HasUnicodeMapError(self.handle, index) == 1:
            return UNMAPPED
        return code

    def _record(self, index: int, code: int, spaced: bool) -> Record | None:
        """One glyph; ``None`` for what leaves no mark and has no character."""
        raw, text = self.raw, self.handle
        address = raw.FPDFText_GetTextObject(text, index)
        if address is None:
            return None
        style = self.styles.get(address)
        if style is None:
            style = self.styles[address] = self._style(index, address)
        rect = self.rect
        raw.FPDFText_GetLooseCharBox(text, index, self.to_rect)
        raw.FPDFText_GetCharOrigin(text, index, self.to_x, self.to_y)
        left, low = self._place(rect.left, rect.bottom)
        right, top = self._place(rect.right, rect.top)
        if left > right:
            left, right = right, left
        if low > top:
            low, top = top, low
        if code == UNMAPPED and right - left < _NO_WIDTH * style.scale:
            return None
        apart = style.apart
        middle, centre = (left + right) / 2, (low + top) / 2
        if apart == PALE and self._is_on_ground(middle, centre):
            apart = SHOWN if abs(style.angle) <= _UPRIGHT else TURNED
        if not (0 <= middle <= self.width and 0 <= centre <= self.height):
            apart = OUTSIDE
        start, base = self._place(self.x.value, self.y.value)
        if 0 < left - start <= style.scale / 2 and abs(style.angle) <= _UPRIGHT:
            # some fonts give a glyph's own outline only: beside it is as much room as before it
            left, right = start, right + left - start
        return code, left, right, low, top, base, style.scale, BOLD * style.bold + SPACED * spaced, apart

    def spots(self) -> list[Record]:
        """Small shapes as high as they are wide: browsers draw a list's bullets, and write none."""
        kinds = {self.raw.FPDF_PAGEOBJ_PATH}
        result = []
        for x0, y0, x1, y1 in self._boxes(kinds, lines=True):
            width, height = x1 - x0, y1 - y0
            least, most = min(width, height), max(width, height)
            if _SPOT[0] <= least and most <= _SPOT[1] and least >= _ROUND * most:
                result.append((BULLET, x0, x1, y0, y1, y0, most, 0, DRAWN))
        return result[:_SPOTS]

    def kind(self, glyphs: list[Record]) -> int:
        """Whether the page holds text, or a picture of text."""
        if self.recognised:
            return RECOGNISED
        return PICTURE if not glyphs and self.is_scan() else PRINTED

    def _with_ocr_layer(self, glyphs: list[Record]) -> list[Record]:
        hidden = sum(glyph[-1] == INVISIBLE for glyph in glyphs)
        if not hidden or hidden * 10 < len(glyphs) * 9 or not self.is_scan():
            return glyphs
        self.recognised = True
        return [(*glyph[:-1], SHOWN) if glyph[-1] == INVISIBLE else glyph for glyph in glyphs]


def _flattened(raw: Any, document: Any, index: int) -> Any:
    """A page with what its annotations and form fields show made part of it."""
    page = document[index]
    written = {raw.FPDF_ANNOT_FREETEXT, raw.FPDF_ANNOT_STAMP, raw.FPDF_ANNOT_WIDGET}
    for number in range(min(raw.FPDFPage_GetAnnotCount(page), _OBJECTS)):
        annotation = raw.FPDFPage_GetAnnot(page, number)
        kind = raw.FPDFAnnot_GetSubtype(annotation)
        raw.FPDFPage_CloseAnnot(annotation)
        if kind in written:
            raw.FPDFPage_Flatten(page, raw.FLAT_NORMALDISPLAY)
            page.close()
            return document[index]
    return page


def read_glyphs(data: bytes, request: Request, write: Callable[[Sized, bytes], Any]) -> int:
    """Write each page: its size and count, and its glyphs as ``RECORD``s; how many pages there are.

    Raises:
        ProblemError: what is wrong, as a code with details.
    """
    import pypdfium2  # type: ignore[import-untyped]  # noqa: PLC0415
    import pypdfium2.raw as raw  # type: ignore[import-untyped]  # noqa: PLC0415, PLR0402

    raw.FPDFText_GetTextObject.restype = ctypes.c_void_p  # an address is quick to look up
    try:
        document = pypdfium2.PdfDocument(data, password=request["password"])
    except pypdfium2.PdfiumError as error:
        codes = {_PASSWORD_ERROR: "password", _SECURITY_ERROR: "security"}
        raise ProblemError(codes.get(getattr(error, "err_code", None) or 0, "damaged"), str(error)) from error
    if len(document) > request["pages"]:
        raise ProblemError("pages", len(document))
    check_streams(data, request["password"])
    total = 0
    for index in range(len(document)):
        try:
            page = _Page(raw, _flattened(raw, document, index))
        except pypdfium2.PdfiumError as error:
            raise ProblemError("page", index + 1) from error
        total += page.count()
        if total > request["glyphs"]:
            raise ProblemError("glyphs", index + 1)
        glyphs = page.glyphs()
        unmapped = sum(glyph[0] == UNMAPPED for glyph in glyphs)
        if unmapped:
            raise ProblemError("unmapped", index + 1, unmapped)
        kind = page.kind(glyphs)
        glyphs += page.spots()
        packed = b"".join(RECORD.pack(*glyph) for glyph in glyphs)
        write((page.width, page.height, len(glyphs), kind), packed)
        page.close()
    return len(document)


def main() -> None:
    """Answer one request: a line for each page, and its records; then a line that says how it ended."""
    source, target = sys.stdin.buffer, sys.stdout.buffer
    request: Request = json.loads(source.readline())
    if sys.platform != "win32":
        import resource  # noqa: PLC0415  (Unix only; elsewhere the time limit stands alone)

        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_AS, (request["memory"], request["memory"]))
            resource.setrlimit(resource.RLIMIT_CPU, (request["seconds"], request["seconds"] + 1))
            resource.setrlimit(resource.RLIMIT_CORE, (0, 0))

    def write(page: Sized, packed: bytes) -> None:
        target.write(json.dumps({"page": page}).encode() + b"\n" + packed)
        target.flush()  # the parent sets the page while the next one is read

    try:
        answer: dict[str, Any] = {"pages": read_glyphs(source.read(), request, write)}
    except ProblemError as problem:
        answer = {"problem": problem.args}
    except MemoryError:
        answer = {"problem": ["memory"]}
    target.write(json.dumps(answer).encode() + b"\n")
    target.flush()


if __name__ == "__main__":
    main()
