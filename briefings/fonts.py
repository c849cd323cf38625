"""Which fonts a page asks for, whether they are installed, and what they cover.

Fontconfig's own list is read (``fc-list``), the one that Pango chooses from. Its
character sets come from the fonts' cmap tables, blank glyphs left out.
"""

from __future__ import annotations

import re
import subprocess
from bisect import bisect_right
from functools import cache
from pathlib import Path

from translate.errors import RenderError

REQUIRED = ("Noto Serif", "Noto Sans", "Noto Serif CJK TC", "Noto Sans CJK TC")
STYLES = ("Regular", "Bold")
PACKAGES = {"Noto Serif": "fonts-noto-core", "Noto Sans": "fonts-noto-core"}

_STYLE_ELEMENT = re.compile(r"<style[^>]*>(.*?)</style>", re.DOTALL | re.IGNORECASE)
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_FACE = re.compile(r"@font-face\s*\{[^}]*\}", re.DOTALL)
_FAMILY = re.compile(r"(?:font-family|--[\w-]*font[\w-]*)\s*:\s*([^;}]+)")
_GENERIC = {"serif", "sans-serif", "monospace", "cursive", "fantasy", "system-ui", "inherit", "initial"}


def families_in(html: str) -> tuple[str, ...]:
    """The font families that a page's styles name, in order, generic ones left out."""
    names: dict[str, None] = {}
    for style in _STYLE_ELEMENT.findall(html):
        for value in _FAMILY.findall(_FACE.sub("", _COMMENT.sub("", style))):
            for part in value.split(","):
                name = part.strip().strip("\"'")
                if name and name.lower() not in _GENERIC and not name.startswith("var("):
                    names[name] = None
    return tuple(names)


def missing_families(families: tuple[str, ...]) -> list[str]:
    """Those of ``families`` that fontconfig does not know."""
    return [family for family in families if not _installed(family)]


@cache
def font_files(families: tuple[str, ...]) -> tuple[str, ...]:
    """The files of ``families`` with their sizes and times of change: what a page's looks depend on."""
    names = {name for family in families for name in _fc_list(family, "%{file}\\n").splitlines()}
    stats = ((name, Path(name).stat()) for name in sorted(names))
    return tuple(f"{name} {stat.st_size} {stat.st_mtime_ns}" for name, stat in stats)


def font_problems() -> list[str]:
    """What ``briefings doctor`` says of fonts: one line for each that is missing."""
    problems = []
    for family in REQUIRED:
        styles = _installed(family)
        package = PACKAGES.get(family, "fonts-noto-cjk")
        if not styles:
            problems.append(f"font “{family}” is not installed (Debian: {package})")
        else:
            problems += [
                f"font “{family}” has no {style} (Debian: {package})"
                for style in STYLES
                if style not in styles
            ]
    return problems


class Coverage:
    """The characters that at least one of some families has."""

    def __init__(self, families: tuple[str, ...]) -> None:
        ranges = sorted({item for family in families for item in _ranges(family)})
        self._starts: list[int] = []
        self._ends: list[int] = []
        for start, end in ranges:
            if self._ends and start <= self._ends[-1] + 1:
                self._ends[-1] = max(self._ends[-1], end)
            else:
                self._starts.append(start)
                self._ends.append(end)

    def __contains__(self, char: str) -> bool:
        index = bisect_right(self._starts, ord(char)) - 1
        return index >= 0 and ord(char) <= self._ends[index]


def _installed(family: str) -> frozenset[str]:
    """The styles of ``family`` that fontconfig knows."""
    lines = _fc_list(family, "%{style[0]}\\n").splitlines()
    return frozenset(line.strip() for line in lines if line.strip())


@cache
def _ranges(family: str) -> tuple[tuple[int, int], ...]:
    """Character ranges of the family's upright regular face, or of all where it has none."""
    listed = _fc_list(f"{family}:style=Regular", "%{charset}\\n") or _fc_list(family, "%{charset}\\n")
    pairs = (item.split("-") for item in listed.split())
    return tuple((int(pair[0], 16), int(pair[-1], 16)) for pair in pairs)


@cache
def _fc_list(pattern: str, form: str) -> str:
    escaped = pattern if ":" in pattern else pattern.replace("-", "\\-")
    try:
        done = subprocess.run(
            ["fc-list", f"--format={form}", escaped], capture_output=True, text=True, check=True, timeout=60
        )
    except (OSError, subprocess.SubprocessError) as error:
        raise RenderError(
            f"fontconfig cannot be asked for fonts: {error}",
            "Install it (Debian: fontconfig; macOS: brew install fontconfig) and build again.",
        ) from error
    return done.stdout
