"""HTML to a tagged, reproducible PDF/UA-1. The only importer of weasyprint.

WeasyPrint logs what it cannot do and goes on: a missing image leaves a hole, a
missing font another typeface, a missing glyph an empty box. Here each of them
stops the build and is named.
"""

from __future__ import annotations

import logging
import re
import threading
import unicodedata
from base64 import b64decode, b64encode
from functools import partial
from html.parser import HTMLParser
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.request import url2pathname

from briefings.fonts import Coverage, families_in, font_problems, missing_families
from briefings.html import templates_folder
from briefings.pdf_fonts import compact_fonts
from briefings.pdf_structure import complete
from translate.errors import RenderError

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pikepdf

__all__ = ["font_problems", "render_pdf", "weasyprint_version", "with_ledger"]

_LOCAL_ONLY = "Put the file into the workspace’s templates folder; pages are made without the network."
_REMEDY = (
    "Install the fonts (Debian: fonts-noto-core fonts-noto-cjk), or correct the template or the text that is "
    "named, and build again; `briefings doctor` checks fonts. Nothing was written."
)
_CARRIED = re.compile(
    r'<script type="application/json" data-ledger="(?P<name>[^"]+)">(?P<data>[A-Za-z0-9+/=]*)</script></head>'
)
_BFCHAR = re.compile(rb"<[0-9a-fA-F]+>\s*<([0-9a-fA-F]+)>")
_INVISIBLE = {"Cc", "Cf", "Zs", "Zl", "Zp"}


def weasyprint_version() -> str:
    """``WeasyPrint`` with its version.

    Raises:
        ImportError, OSError: it, or the Pango library beneath it, is not there.
    """
    import weasyprint  # noqa: PLC0415

    return f"WeasyPrint {weasyprint.__version__}"


def with_ledger(html: str, name: str, data: bytes) -> str:
    """The page of a brief, carrying its ledger, which ``render_pdf`` then embeds under ``name``."""
    carried = f'<script type="application/json" data-ledger="{name}">{b64encode(data).decode()}</script>'
    return html.replace("</head>", f"{carried}</head>", 1)


def render_pdf(html: str, base: Path) -> bytes:
    """``html`` as PDF/UA-1 with embedded subset fonts; the same input gives the same bytes.

    Args:
        html: a page made for print by ``briefings.html``; with its ledger, if that is to be embedded.
        base: the templates folder, below which images and fonts may be read.

    Raises:
        RenderError: fonts, glyphs or images are missing, or the page asks for the network.
    """
    problems = _text_problems(html)
    if problems:
        raise _error(problems)
    raw, problems = _render(html, base)
    if not problems:
        problems = _stray_fonts(raw, families_in(html))
    if problems:
        raise _error(problems)
    return _finished(raw, _CARRIED.search(html))


def _error(problems: list[str]) -> RenderError:
    unique = list(dict.fromkeys(problems))
    count = "1 problem" if len(unique) == 1 else f"{len(unique)} problems"
    listed = "\n".join(f"  - {line}" for line in unique)
    return RenderError(f"The PDF cannot be made: {count}\n{listed}", _REMEDY)


class _Words(HTMLParser):
    """The text of a page: everything that is set, without style sheets and the head."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._silent = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002
        self._silent = self._silent or tag in {"style", "script"}

    def handle_endtag(self, tag: str) -> None:
        if tag in {"style", "script"}:
            self._silent = False

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.parts.append(data)


def _text_problems(html: str) -> list[str]:
    """Families that are not installed, and characters that none of the named fonts has."""
    families = families_in(html)
    if not families:
        return ["no style names a font, so any font at hand would be used"]
    problems = [f"font “{family}” is not installed" for family in missing_families(families)]
    words = _Words()
    words.feed(html)
    coverage = Coverage(families)
    text = "".join(words.parts)
    named = ", ".join(families)
    return problems + [
        f"{_named(char)} is in none of the fonts ({named}): {_around(text, char)}"
        for char in sorted(set(text))
        if unicodedata.category(char) not in _INVISIBLE and char not in coverage
    ]


def _named(char: str) -> str:
    return f"character “{char}” (U+{ord(char):04X} {unicodedata.name(char, 'unnamed')})"


def _around(text: str, char: str) -> str:
    """Where ``char`` stands, so that a user finds it."""
    position = text.index(char)
    return f"“…{' '.join(text[max(0, position - 12) : position + 13].split())}…”"


class _Collector(logging.Handler):
    """Everything WeasyPrint complains of while this thread renders."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.messages: list[str] = []
        self._thread = threading.get_ident()

    def emit(self, record: logging.LogRecord) -> None:
        if record.thread == self._thread:
            self.messages.append(record.getMessage())


def _render(html: str, base: Path) -> tuple[bytes, list[str]]:
    """WeasyPrint's PDF and its complaints."""
    from weasyprint import HTML  # noqa: PLC0415  (loads Pango; commands that make no PDF must not wait)
    from weasyprint.formatting_structure import boxes  # noqa: PLC0415
    from weasyprint.layout.absolute import AbsolutePlaceholder  # noqa: PLC0415
    from weasyprint.text.fonts import FontConfiguration  # noqa: PLC0415

    logger = logging.getLogger("weasyprint")
    collector = _Collector()
    logger.addHandler(collector)
    try:
        document = HTML(string=html, base_url=f"{base.resolve()}/", url_fetcher=_fetcher(base))
        raw: bytes | None = document.write_pdf(
            pdf_variant="pdf/ua-1",
            font_config=FontConfiguration(),
            finisher=partial(complete, boxes, AbsolutePlaceholder),
        )
    finally:
        logger.removeHandler(collector)
    if raw is None:  # pragma: no cover  (WeasyPrint returns bytes when no target is given)
        raise _error(["WeasyPrint returned nothing"])
    return raw, collector.messages


def _fetcher(base: Path) -> Any:
    """A fetcher that knows ``data:`` and files below ``base``; what it refuses is logged by WeasyPrint."""
    from weasyprint.urls import URLFetcher  # noqa: PLC0415

    roots = (base.resolve(), templates_folder().resolve())

    class LocalFetcher(URLFetcher):  # type: ignore[misc]
        """No network, no file outside the templates."""

        def fetch(self, url: str, headers: dict[str, str] | None = None) -> Any:
            scheme = url.split(":", maxsplit=1)[0].lower()
            if scheme == "file":
                address = url.split("?", maxsplit=1)[0].removeprefix("file:").removeprefix("//")
                path = Path(url2pathname(address))
                if not any(path.resolve().is_relative_to(root) for root in roots):
                    raise ValueError(f"{path} lies outside {base}. {_LOCAL_ONLY}")
                if not path.is_file():
                    raise ValueError(f"{path} does not exist. {_LOCAL_ONLY}")
            elif scheme != "data":
                raise ValueError(f"refused {url}. {_LOCAL_ONLY}")
            return super().fetch(url, headers)

    return LocalFetcher(allowed_protocols=("data", "file"))


def _stray_fonts(raw: bytes, families: tuple[str, ...]) -> list[str]:
    """Fonts that were embedded though no style names them: fontconfig's substitutes."""
    import pikepdf  # noqa: PLC0415  (as weasyprint)

    problems = []
    with pikepdf.open(BytesIO(raw)) as pdf:
        for font in _fonts(pdf):
            family = str(font.DescendantFonts[0].FontDescriptor.FontFamily)
            if family not in families:
                problems.append(
                    f"font “{family}”, which no style names, had to stand in for: {_characters(font)}"
                )
    return problems


def _fonts(pdf: pikepdf.Pdf) -> Iterator[Any]:
    seen = set()
    for page in pdf.pages:
        for font in page.resources.get("/Font", {}).values():
            if font.objgen not in seen:
                seen.add(font.objgen)
                yield font


def _characters(font: Any) -> str:
    """The characters set in ``font``, from its ToUnicode map."""
    data = font.ToUnicode.read_bytes() if "/ToUnicode" in font else b""
    chars = {bytes.fromhex(code.decode()).decode("utf-16-be", "replace") for code in _BFCHAR.findall(data)}
    return " ".join(sorted(char for char in chars if char.strip())) or "(spaces)"


def _finished(raw: bytes, ledger: re.Match[str] | None) -> bytes:
    """The same document saved compactly, with its ledger, if any; its identifier follows from its content."""
    import pikepdf  # noqa: PLC0415  (as weasyprint)

    target = BytesIO()
    with pikepdf.open(BytesIO(raw)) as pdf:
        compact_fonts(pdf)
        if ledger:
            # an associated file as PDF/A-3 and ISO 32000-2 have it: the source of what the document says
            attached = pikepdf.AttachedFileSpec(
                pdf, b64decode(ledger["data"]), filename=ledger["name"], mime_type="application/json",
                description="Ledger of this brief", creation_date="", mod_date="",
            )  # fmt: skip
            attached.relationship = pikepdf.Name.Source
            pdf.attachments[ledger["name"]] = attached
            pdf.Root.AF = pikepdf.Array([attached.obj])
        pdf.save(
            target,
            deterministic_id=True,
            compress_streams=True,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
        )
    return target.getvalue()
