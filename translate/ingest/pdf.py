"""PDF with a text layer: characters with positions to lines in reading order.

The characters come from a child process (``pdf_glyphs``), because PDFium cannot
be interrupted: a file that keeps it busy, fills the memory or brings it down
costs the child, not the run.
"""

from __future__ import annotations

import json
import math
import re
import signal
import subprocess
import sys
import threading
from collections.abc import Generator, Iterable, Iterator, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass, replace
from typing import Any

from translate.errors import InputError
from translate.hanzi import squeeze
from translate.ingest import pdf_glyphs
from translate.ingest.pdf_blocks import begins, body_size, goes_on_below, measure, note_lines, styles
from translate.ingest.pdf_furniture import Sheet, furniture
from translate.ingest.pdf_layout import Glyph, Piece, pieces_of, set_upright_apart
from translate.ingest.pdf_order import in_order
from translate.model import Layout, RawLine, RawText

MAX_BYTES = 200 * 2**20
MAX_PAGES = 2000
MAX_GLYPHS = 250_000
MEMORY = 768 * 2**20
SECONDS = 7
"""What a file may take, the seconds in processor time; with these, reading stays under 10 s and 1 GiB."""

PATIENCE = 4
"""Times as long it may take by the clock: a busy machine is no fault of the file."""

UPRIGHT_SHARE = 0.3
"""Share of vertically set characters from which the paper is vertical, not its margin."""

_REASONS = {
    pdf_glyphs.INVISIBLE: "hidden text: printed invisibly",
    pdf_glyphs.PALE: "hidden text: white on white",
    pdf_glyphs.OUTSIDE: "hidden text: outside the page",
    pdf_glyphs.TURNED: "rotated text",
}
_OCR = (
    "Run OCR, for example “ocrmypdf -l chi_tra {option} IN.pdf OUT.pdf” (chi_sim for Simplified), "
    "and add OUT.pdf."
)
_AGAIN = "Get the file again, or repair it (“qpdf IN.pdf OUT.pdf”) and compare it with the original."
_SPLIT = "Split the file (“qpdf IN.pdf --pages . 1-100 -- OUT.pdf”) and add the parts."


_OUT_OF_TIME = getattr(signal, "SIGXCPU", None)
_RADICALS = re.compile("[\u2e80-\u2fdf]")
_Page = tuple[pdf_glyphs.Sized, bytes]
"""A page, and its glyphs as they came."""


@dataclass(frozen=True, slots=True)
class _Line:
    text: str
    page: int
    layout: Layout


def read_pdf(data: bytes, name: str, password: str | None = None) -> RawText:
    """The text of a PDF, with what its geometry tells of each line.

    Args:
        data: the file's bytes.
        name: the user's path, for messages.
        password: for an encrypted file.

    Raises:
        InputError: no PDF, damaged, encrypted, without a text layer, set
            vertically, or beyond the limits.
    """
    kinds: list[int] = []
    with closing(_pages(data, name, password)) as pages:
        sheets, count = _sheets(_by_page(pages, kinds), name)
    if not any(sheet.pieces for sheet in sheets):
        raise InputError(
            f"{name}: no text layer; its pages are pictures or empty", _OCR.format(option="--force-ocr")
        )
    raw = _raw(_lines(sheets), kinds)
    if lost := count - len(squeeze(raw.text)):
        raise InputError(
            f"{name}: text would be lost: {lost} of {count} printed character(s) have no line",
            "This is a fault of the program: report it with the file. Until then, add the paper as text.",
        )
    return raw


def _check_file(data: bytes, name: str) -> None:
    if b"%PDF-" not in data[:1024]:
        raise InputError(f"{name}: not a PDF", "Check the file; a PDF begins with %PDF.")
    if len(data) > MAX_BYTES:
        raise InputError(
            f"{name}: {len(data) / 2**20:.0f} MiB; at most {MAX_BYTES // 2**20} MiB are read", _SPLIT
        )
    end = data.rfind(b"%%EOF")
    if end < 0 or b"startxref" not in data[:end] or b" obj" in data[end:]:
        raise InputError(f"{name}: truncated: the end of the file is missing", _AGAIN)


def _pages(data: bytes, name: str, password: str | None) -> Generator[_Page]:
    """Each page as soon as the child has read it: two processors share the work."""
    _check_file(data, name)
    request = pdf_glyphs.Request(
        password=password, memory=MEMORY, seconds=SECONDS, pages=MAX_PAGES, glyphs=MAX_GLYPHS
    )
    command = [sys.executable, "-P", pdf_glyphs.__file__]
    late = threading.Event()
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    ) as child:

        def stop() -> None:
            late.set()
            child.kill()

        timer = threading.Timer(PATIENCE * SECONDS, stop)
        timer.start()
        try:
            answer = yield from _answers(child, json.dumps(request).encode() + b"\n" + data)
        finally:
            timer.cancel()
            child.kill()
    if late.is_set() or (answer is None and -child.returncode == _OUT_OF_TIME):
        raise InputError(f"{name}: reading takes more than {SECONDS} s", _SPLIT)
    if answer is None:
        raise InputError(f"{name}: PDFium failed; the file is damaged or needs too much memory", _AGAIN)
    if "problem" in answer:
        raise _worded(name, answer["problem"], password)


def _answers(child: subprocess.Popen[bytes], request: bytes) -> Generator[_Page, None, dict[str, Any] | None]:
    """The pages that the child answers with, and its last word; ``None`` if it ended without."""
    source, target = child.stdin, child.stdout
    if source is None or target is None:
        return None
    with suppress(BrokenPipeError), source:
        source.write(request)
    while line := target.readline():
        answer: dict[str, Any] = json.loads(line) if line.endswith(b"\n") else {}
        if "page" not in answer:
            return answer or None
        width, height, count, kind = answer["page"]
        packed = target.read(count * pdf_glyphs.RECORD.size)
        if len(packed) < count * pdf_glyphs.RECORD.size:
            return None
        yield (width, height, count, kind), packed
    return None


def _by_page(pages: Iterable[_Page], kinds: list[int]) -> Iterator[tuple[float, list[Glyph], list[Glyph]]]:
    """Each page's height, its glyphs, and the spots drawn on it; what it is goes into ``kinds``."""
    for (_, height, _, kind), packed in pages:
        kinds.append(kind)
        glyphs: list[Glyph] = []
        spots: list[Glyph] = []
        for record in pdf_glyphs.RECORD.iter_unpack(packed):
            code, x0, x1, y0, y1, base, size, flags, apart = record
            if not math.isfinite(x0 + x1 + y0 + y1 + base + size):
                x0 = x1 = y0 = y1 = base = size = 0.0
                apart = pdf_glyphs.OUTSIDE
            bold, spaced = bool(flags & pdf_glyphs.BOLD), bool(flags & pdf_glyphs.SPACED)
            if apart == pdf_glyphs.DRAWN:
                spots.append(Glyph(chr(code), x0, x1, y0, y1, base, size))
                continue
            why = _REASONS.get(apart, "")
            last = glyphs[-1] if glyphs else None
            if last and not spaced and (last.x0, last.x1, last.base) == (x0, x1, base):
                glyphs[-1] = replace(last, char=last.char + chr(code))  # a ligature: one glyph, two letters
                continue
            glyphs.append(Glyph(chr(code), x0, x1, y0, y1, base, max(size, 0.1), bold, spaced, why))
        yield height, glyphs, spots


def _worded(name: str, problem: Sequence[Any], password: str | None) -> InputError:
    code, details = problem[0], problem[1:]
    if code == "password":
        what = "encrypted, and the password is wrong" if password else "encrypted"
        return InputError(f"{name}: {what}", "Give its password with --password, or in BRIEFINGS_PASSWORD.")
    if code == "security":
        return InputError(
            f"{name}: encrypted in a way that cannot be read", "Save it without encryption and try again."
        )
    if code == "pages":
        return InputError(f"{name}: {details[0]} pages; at most {MAX_PAGES} are read", _SPLIT)
    if code == "glyphs":
        return InputError(
            f"{name}: page {details[0]}: more than {MAX_GLYPHS:,} characters up to here", _SPLIT
        )
    if code == "unmapped":
        page, count = details
        what = f"page {page}: {count} printed character(s) whose text the file does not tell"
        return InputError(f"{name}: {what}", _OCR.format(option="--force-ocr"))
    if code == "page":
        return InputError(f"{name}: page {details[0]} cannot be read; the file is damaged", _AGAIN)
    if code == "memory":
        return InputError(f"{name}: needs more than {MEMORY // 2**20} MiB of memory", _SPLIT)
    return InputError(f"{name}: damaged ({details[0]})", _AGAIN)


def _sheets(pages: Iterator[tuple[float, list[Glyph], list[Glyph]]], name: str) -> tuple[list[Sheet], int]:
    """All pages in pieces, and how many characters they print."""
    sheets = []
    upright = total = printed = 0
    for number, (height, raw, spots) in enumerate(pages, start=1):
        glyphs = set_upright_apart(raw)
        total += len(glyphs)
        printed += len(squeeze("".join(glyph.char for glyph in glyphs)))
        upright += sum(new.apart != old.apart for new, old in zip(glyphs, raw, strict=True))
        pieces = pieces_of((glyph for glyph in glyphs if not glyph.apart), number, spots)
        sheets.append(Sheet(number, height, tuple(pieces), tuple(_apart(glyphs))))
    if upright > UPRIGHT_SHARE * total:
        raise InputError(
            f"{name}: set vertically; only horizontal setting is read",
            "Save the text from another version of the paper (HTML, DOCX), or as plain text, and add that.",
        )
    return sheets, printed


def _apart(glyphs: Sequence[Glyph]) -> Iterator[tuple[str, str]]:
    """Text set apart, in the file's order: one line for glyphs that stand together."""
    text = ""
    last: Glyph | None = None
    for glyph in glyphs:
        if not glyph.apart:
            continue
        if last is not None:
            distance = math.hypot(glyph.x0 - last.x0, glyph.base - last.base)
            if glyph.apart != last.apart or distance > 2.5 * max(glyph.size, last.size):
                yield text, last.apart
                text = ""
            elif glyph.spaced:
                text += " "
        text += glyph.char
        last = glyph
    if last is not None:
        yield text, last.apart


def _lines(sheets: Sequence[Sheet]) -> list[_Line]:
    """All lines in reading order; a page's notes follow the paragraph that runs over its end."""
    found = furniture(sheets)
    pages = [
        in_order([piece for piece in sheet.pieces if piece not in apart])
        for sheet, apart in zip(sheets, found, strict=True)
    ]
    size = body_size([piece for page in pages for piece in page] or [p for s in sheets for p in s.pieces])
    notes: list[dict[Piece, int | None]] = []
    last = 0
    for page in pages:
        notes.append(note_lines(page, size, bool(notes and notes[-1]), last))
        last = max([last, *(number or 0 for number in notes[-1].values())])
    texts = [[piece for piece in page if piece not in note] for page, note in zip(pages, notes, strict=True)]
    told = _layouts([piece for page in texts for piece in page])
    result: list[_Line] = []
    waiting: list[_Line] = []
    for sheet, apart, text, note in zip(sheets, found, texts, notes, strict=True):
        edge = sheet.height / 2
        furnished = [
            (piece, _Line(piece.text, sheet.number, Layout(apart=why))) for piece, why in apart.items()
        ]
        result += [line for piece, line in furnished if piece.base >= edge]
        for piece in text:
            layout = told[piece]
            if layout.begins:
                result += waiting
                waiting = []
            result.append(_Line(piece.text, sheet.number, layout))
        waiting += [
            _Line(p.text, sheet.number, Layout("note", begins=number is not None))
            for p, number in note.items()
        ]
        result += [line for piece, line in furnished if piece.base < edge]
        result += [_Line(line, sheet.number, Layout(apart=why)) for line, why in sheet.apart]
    return result + waiting


def _layouts(pieces: Sequence[Piece]) -> dict[Piece, Layout]:
    """What geometry tells of each line of the text."""
    if not pieces:
        return {}
    body = measure(pieces)
    headings = styles(pieces, body)
    result: dict[Piece, Layout] = {}
    item: Piece | None = None
    for index, piece in enumerate(pieces):
        upper = pieces[index - 1] if index else None
        after = pieces[index + 1] if index + 1 < len(pieces) else None
        if piece in headings:
            result[piece] = headings[piece]
            item = None
            continue
        full = after is not None and body.is_full(piece, after)
        if piece.bullet:
            item = piece
            result[piece] = Layout("bullet", begins=True, full=full)
            continue
        if item and upper and not goes_on_below(item, upper, piece, body):
            item = None
        if item:
            result[piece] = Layout(begins=False, full=full)
        elif piece.cell:
            result[piece] = Layout("paragraph", begins=piece.cell == "first", full=full)
        elif upper is None or upper in headings or upper.cell:
            result[piece] = Layout(begins=True, full=full)
        else:
            result[piece] = Layout(begins=begins(upper, piece, after, body), full=full)
    return result


def _raw(lines: Sequence[_Line], kinds: Sequence[int]) -> RawText:
    raw: list[RawLine] = []
    offset = 0
    for number, line in enumerate(lines, start=1):
        raw.append(RawLine(number, offset, offset + len(line.text), line.page, line.layout))
        offset += len(line.text) + 1
    text = "\n".join(line.text for line in lines)
    return RawText(text, tuple(raw), notices=tuple(_notices(text, kinds)))


def _notices(text: str, kinds: Sequence[int]) -> Iterator[str]:
    """What a user should know of the file and cannot see in its text."""
    pictures = [str(page) for page, kind in enumerate(kinds, start=1) if kind == pdf_glyphs.PICTURE]
    if pictures:
        yield f"without text, only a picture: page {', '.join(pictures)}"
    recognised = [str(page) for page, kind in enumerate(kinds, start=1) if kind == pdf_glyphs.RECOGNISED]
    if recognised:
        yield f"the text comes from OCR of a picture, compare it: page {', '.join(recognised)}"
    radicals = _RADICALS.findall(text)
    if radicals:
        shown = "".join(dict.fromkeys(radicals))[:20]
        what = f"{len(radicals)} character(s) are coded as radicals ({shown})"
        yield f"{what} and kept so; searches may miss them"
