"""Damaged and hostile PDF files."""

from __future__ import annotations

import io
import random
import re
from functools import cache

import pikepdf
from weasyprint import HTML

from tests.translate.ingest import article_forms as forms
from tests.translate.ingest import pdf_files
from tests.translate.ingest.mutations import damaged

_NUMBERS = (
    b"0",
    b"-1",
    b"1e9",
    b"99999999999999999999",
    b"0.0001",
    b"-72",
    b"90",
    b"nan",
    b"100000",
    b"3",
    b"16#",
)
_OPERATORS = (
    b"q", b"Q", b"BT", b"ET", b"Tj", b"TJ", b"Td", b"Tm", b"Tf", b"3 Tr", b"0 Tr", b"7 Tr", b"cm", b"1 g",
    b"Do", b"W n", b"BI ID EI", b"[", b"]", b"<", b">", b"(", b")", b"<<", b">>", b"'", b'"', b"T*",
    b"90 Tz", b"-9 TL", b"5 Ts", b"BDC", b"EMC", b"%", b"sh", b"MP", b"0 1 -1 0 300 300 cm", b"/Odd 12 Tf",
    b"/F 12 Tf (words) Tj", b"<0001FFFF> Tj", b"/X Do", b"100 0 0 100 0 0 cm",
)  # fmt: skip
_TOKEN = re.compile(rb"(\s+)")
_CHINESE = "美中臺會談安全經濟關係。，"


@cache
def _seeds() -> tuple[bytes, ...]:
    printed = HTML(string=forms.print_form(list(forms.article())[:9])).write_pdf()
    assert isinstance(printed, bytes)
    pairs = {number: ord(char) for number, char in enumerate(_CHINESE, start=1)}
    lines = b"".join(
        b"72 %d Td <%s> Tj -72 %d Td "
        % (700 - 20 * row, b"".join(b"%04x" % n for n in pairs) * 2, -(700 - 20 * row))
        for row in range(12)
    )
    text = b"BT /Odd 12 Tf " + lines + b"ET"
    return printed, *(
        pdf_files.written(text, pages=count, to_unicode=pdf_files.unicode_map(pairs)) for count in (1, 3)
    )


def _value(chance: random.Random, objects: list[pikepdf.Object]) -> object:
    """Anything that may stand where something else belongs."""
    names = [pikepdf.Name("/Odd"), pikepdf.Name("/" + "x" * 300), pikepdf.String("美"), pikepdf.Dictionary()]
    rows: list[list[object]] = [
        [],
        [0, 0, 0, 0],
        [1, 2],
        [-5000, -5000, 5000, 5000],
        [chance.choice(objects)],
    ]
    arrays = [pikepdf.Array(row) for row in rows]
    return chance.choice([0, -1, 2**31, 90, True, *names, *arrays, chance.choice(objects)])


def _objects_changed(chance: random.Random, file: pikepdf.Pdf) -> None:
    """Entries of dictionaries lost or replaced."""
    objects = list(file.objects)
    holders = [
        thing for thing in objects if isinstance(thing, pikepdf.Dictionary | pikepdf.Stream) and thing.keys()
    ]
    for _ in range(chance.choice([1, 1, 2, 5])):
        holder = chance.choice(holders)
        key = chance.choice(sorted(holder.keys()))
        if key in {"/Length", "/Filter"}:
            continue
        if chance.random() < 0.4:
            del holder[key]
        else:
            holder[key] = _value(chance, objects)


def _content_changed(chance: random.Random, data: bytes) -> bytes:
    """Operators and operands lost, doubled, exchanged or foreign."""
    parts = _TOKEN.split(data)
    for _ in range(chance.choice([1, 3, 10, 60])):
        at = chance.randrange(len(parts))
        new = [
            chance.choice(_NUMBERS),
            chance.choice(_OPERATORS),
            chance.choice(parts),
            parts[at] + b" " + parts[at],
            b"",
        ]
        parts[at] = b" " + chance.choice(new) + b" "
    return b"".join(parts)


def _streams_changed(chance: random.Random, file: pikepdf.Pdf) -> None:
    """The pages' operators, or the bytes of another stream (fonts, maps to Unicode)."""
    if chance.random() < 0.7:
        page = chance.choice(list(file.pages))
        content = page.Contents
        if isinstance(content, pikepdf.Array):
            content = content[chance.randrange(len(content))]
        assert isinstance(content, pikepdf.Stream)
        content.write(_content_changed(chance, content.read_bytes()))
        return
    streams = [thing for thing in file.objects if isinstance(thing, pikepdf.Stream)]
    stream = chance.choice(streams)
    stream.write(damaged(chance, stream.read_bytes()) or b" ")


def mutant_pdf(chance: random.Random) -> bytes:
    """A PDF file: most often well-formed, with objects and operators that no writer would give."""
    data = chance.choice(_seeds())
    way = chance.random()
    if way < 0.2:
        return damaged(chance, data)
    with pikepdf.open(io.BytesIO(data)) as file:
        for _ in range(chance.choice([1, 1, 2])):
            if way < 0.5:
                _objects_changed(chance, file)
            else:
                _streams_changed(chance, file)
        try:
            data = pdf_files.saved(file)
        except (pikepdf.PdfError, RuntimeError, ValueError):
            return damaged(chance, data)  # what was changed cannot be written
    return data
