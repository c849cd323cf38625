"""What is compared: this product's reading of a file, whole and alone, and what a user would take instead.

Run as a program it reads one file with one tool, once, in this fresh process, and
prints the times, the peak memory and how much text came out.
"""

from __future__ import annotations

import importlib
import json
import resource
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

OURS = "summit-briefings"
ALONE = "summit-briefings, text alone"

PEERS = {
    "txt": (),
    "html": ("trafilatura",),
    "docx": ("python-docx",),
    "md": ("markdown-it-py",),
    "pdf": ("pdfminer.six", "pypdf"),
}
"""For each format who else reads it; nothing else repairs plain text."""

_OUR_MODULES = {
    "txt": "text", "html": "html", "docx": "docx", "md": "markdown", "pdf": "pdf",
}  # fmt: skip
_PEER_MODULES = {
    "trafilatura": "trafilatura", "python-docx": "docx", "markdown-it-py": "markdown_it",
    "pdfminer.six": "pdfminer.high_level", "pypdf": "pypdf",
}  # fmt: skip


def ours(path: Path) -> str:
    """Everything that ``briefings add`` does to read: decoding to segments, and the proof."""
    from translate.ingest import read  # noqa: PLC0415

    return "\n".join(block.text for block in read(path, "paper").blocks)


def alone(path: Path) -> str:
    """The text that our reader of the format gives, as the peers do: nothing is repaired or proved yet."""
    from translate.ingest import raw_text  # noqa: PLC0415

    return raw_text(path.read_bytes(), str(path)).text


def trafilatura(path: Path) -> str:
    """The main text as ``trafilatura`` extracts it by default."""
    from trafilatura import extract  # noqa: PLC0415

    return extract(path.read_bytes()) or ""


def python_docx(path: Path) -> str:
    """The body's paragraphs and cells in order; notes and running heads have to be asked for."""
    from docx import Document  # noqa: PLC0415
    from docx.text.paragraph import Paragraph  # noqa: PLC0415

    def texts() -> Iterator[str]:
        for item in Document(str(path)).iter_inner_content():
            if isinstance(item, Paragraph):
                yield item.text
            else:
                yield from (cell.text for row in item.rows for cell in row.cells)

    return "\n".join(texts())


def markdown_it(path: Path) -> str:
    """The text of the parser that this product builds on, with tables."""
    from markdown_it import MarkdownIt  # noqa: PLC0415

    tokens = MarkdownIt().enable("table").parse(path.read_text(encoding="utf-8"))
    return "\n".join(token.content for token in tokens if token.type == "inline")


def pdfminer(path: Path) -> str:
    """The text with pdfminer's layout analysis."""
    from pdfminer.high_level import extract_text  # noqa: PLC0415

    text: str = extract_text(str(path))
    return text


def pypdf(path: Path) -> str:
    """The text of all pages."""
    from pypdf import PdfReader  # noqa: PLC0415

    return "\n".join(page.extract_text() for page in PdfReader(path).pages)


TOOLS: dict[str, Callable[[Path], str]] = {
    OURS: ours,
    ALONE: alone,
    "trafilatura": trafilatura,
    "python-docx": python_docx,
    "markdown-it-py": markdown_it,
    "pdfminer.six": pdfminer,
    "pypdf": pypdf,
}


def peak_bytes() -> int:
    """The most memory that this process has held, and on top of it the largest of its children."""
    unit = 1 if sys.platform == "darwin" else 1024
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit
    status = Path("/proc/self/status")
    if status.exists():
        # getrusage also counts what the parent held when it started this process
        fields = dict(line.split(":", 1) for line in status.read_text().splitlines())
        own = int(fields["VmHWM"].split()[0]) * 1024
    return own + resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * unit


def processor_seconds() -> float:
    """What this process and its children that ended have used."""
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime


def main() -> None:
    """Read FILE with TOOL and print a line of JSON."""
    tool, path = sys.argv[1], Path(sys.argv[2])
    began = time.perf_counter()
    if tool in {OURS, ALONE}:
        importlib.import_module("translate.ingest")
        importlib.import_module(f"translate.ingest.{_OUR_MODULES[path.suffix[1:]]}")
    else:
        importlib.import_module(_PEER_MODULES[tool])
    start, used = time.perf_counter(), processor_seconds()
    text = TOOLS[tool](path)
    end, used = time.perf_counter(), processor_seconds() - used
    found = sum(not char.isspace() for char in text)
    figures = {"imports": start - began, "seconds": end - start, "used": used, "peak": peak_bytes()}
    print(json.dumps(figures | {"found": found}))


if __name__ == "__main__":
    main()
