"""PDFs for tests: set by WeasyPrint or Chromium, or written operator by operator with pikepdf."""

from __future__ import annotations

import io
import shutil
import subprocess
from functools import cache
from pathlib import Path

import pikepdf
from weasyprint import HTML

STYLE = """
@page { size: A4; margin: 25mm;
  @top-center { content: "遠景論壇 No. 94"; font-size: 9pt }
  @bottom-center { content: counter(page); font-size: 9pt } }
body { font-family: "Noto Serif CJK TC"; font-size: 11pt; line-height: 1.6 }
p { text-indent: 2em; margin: 0; text-align: justify }
h1 { font-size: 20pt; line-height: 1.3 } h2 { font-size: 14pt }
.note { float: footnote; font-size: 8pt; text-indent: 0 }
.margin { position: absolute; top: 50mm; left: -18mm; transform: rotate(-90deg); font-size: 9pt }
td { padding: 2mm 6mm }
"""

_CHROMIUM = (
    "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip

chromium = shutil.which("chromium")


def page(body: str, style: str = "") -> str:
    """A whole HTML page in Traditional Chinese."""
    return f"<html lang=zh-TW><meta charset=utf-8><style>{STYLE}{style}</style><body>{body}</body></html>"


@cache
def woven(body: str, style: str = "") -> bytes:
    """The page as WeasyPrint sets it."""
    data = HTML(string=page(body, style)).write_pdf()
    assert isinstance(data, bytes)
    return data


def printed(body: str, style: str, folder: Path) -> bytes:
    """The page as Chromium prints it, with its own head and foot."""
    return print_page(page(body, style), folder)


def print_page(source_text: str, folder: Path, *options: str) -> bytes:
    """A whole HTML page as Chromium prints it."""
    source, target = folder / "page.html", folder / "page.pdf"
    source.write_text(source_text, encoding="utf-8")
    assert chromium
    profile = f"--user-data-dir={folder / 'profile'}"
    subprocess.run(
        [chromium, *_CHROMIUM, *options, profile, f"--print-to-pdf={target}", source],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    return target.read_bytes()


def paragraphs(texts: tuple[str, ...]) -> str:
    """Each text as a ``p``."""
    return "".join(f"<p>{text}</p>" for text in texts)


def picture(file: pikepdf.Pdf) -> pikepdf.Object:
    """A grey image that one can place on a page."""
    return pikepdf.Stream(
        file, b"\x80" * 100, Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Image, Width=10, Height=10,
        ColorSpace=pikepdf.Name.DeviceGray, BitsPerComponent=8,
    )  # fmt: skip


def written(content: bytes, *, pages: int = 1, rotate: int = 0, to_unicode: bytes | None = None) -> bytes:
    """Pages with one content stream; fonts ``/F`` (Helvetica), ``/Odd`` (no Unicode map), image ``/Im``."""
    file = pikepdf.new()
    helvetica = pikepdf.Dictionary(
        Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica
    )
    descendant = pikepdf.Dictionary(
        Type=pikepdf.Name.Font, Subtype=pikepdf.Name.CIDFontType2, BaseFont=pikepdf.Name.Odd, DW=1000,
        CIDSystemInfo=pikepdf.Dictionary(Registry=b"Adobe", Ordering=b"Identity", Supplement=0),
        FontDescriptor=pikepdf.Dictionary(
            Type=pikepdf.Name.FontDescriptor, FontName=pikepdf.Name.Odd, Flags=4, ItalicAngle=0, Ascent=800,
            Descent=-200, CapHeight=700, StemV=80, FontBBox=pikepdf.Array([0, -200, 1000, 800]),
        ),
    )  # fmt: skip
    odd = pikepdf.Dictionary(
        Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type0, BaseFont=pikepdf.Name.Odd,
        Encoding=pikepdf.Name("/Identity-H"), DescendantFonts=pikepdf.Array([file.make_indirect(descendant)]),
    )  # fmt: skip
    if to_unicode is not None:
        odd.ToUnicode = pikepdf.Stream(file, to_unicode)
    resources = pikepdf.Dictionary(
        Font=pikepdf.Dictionary(F=helvetica, Odd=file.make_indirect(odd)),
        XObject=pikepdf.Dictionary(Im=file.make_indirect(picture(file))),
    )
    for _ in range(pages):
        made = file.add_blank_page(page_size=(595, 842))
        made.Contents = pikepdf.Stream(file, content)
        made.Resources = resources
        if rotate:
            made.Rotate = rotate
    return saved(file)


def unicode_map(pairs: dict[int, int]) -> bytes:
    """A ToUnicode CMap."""
    lines = "\n".join(f"<{code:04x}> <{char:04x}>" for code, char in pairs.items())
    return (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def /CMapType 2 def\n"
        "1 begincodespacerange <0000> <ffff> endcodespacerange\n"
        f"{len(pairs)} beginbfchar\n{lines}\nendbfchar endcmap end end"
    ).encode()


def saved(file: pikepdf.Pdf, **options: object) -> bytes:
    """The file's bytes."""
    target = io.BytesIO()
    file.save(target, **options)  # type: ignore[arg-type]
    return target.getvalue()


def encrypted(data: bytes, user: str) -> bytes:
    """The file behind a password."""
    with pikepdf.open(io.BytesIO(data)) as file:
        return saved(file, encryption=pikepdf.Encryption(user=user, owner="owner"))
