"""What a build needs on this machine: what is there, what is missing, what to do."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from briefings.fonts import font_problems
from briefings.pdf import weasyprint_version
from translate.config import load_config
from translate.engines import packages
from translate.errors import BriefingsError, ConfigurationError, RenderError
from translate.store import Store

_DEBIAN = "On Debian: apt-get install "


@dataclass(frozen=True, slots=True)
class Result:
    """One examination. ``needed`` is whether a build fails without it."""

    what: str
    ok: bool
    found: str
    remedy: str = ""
    needed: bool = True
    kind: type[BriefingsError] = BriefingsError

    def error(self) -> BriefingsError:
        """The error that a build would end with."""
        return self.kind(f"{self.what}: {self.found}", self.remedy)


def examine(root: Path) -> list[Result]:
    """Every examination, in the order in which a build would fail."""
    return [_pango(), _fonts(), *_workspace(root)]


def _pango() -> Result:
    try:
        return Result("WeasyPrint and Pango", ok=True, found=weasyprint_version())
    except (ImportError, OSError) as error:
        packages_needed = "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"
        return Result(
            "WeasyPrint and Pango",
            ok=False,
            found=str(error),
            remedy=_DEBIAN + packages_needed,
            kind=RenderError,
        )


def _fonts() -> Result:
    problems = font_problems()
    if problems:
        return Result(
            "Fonts", ok=False, found="; ".join(problems),
            remedy=_DEBIAN + "fonts-noto-core fonts-noto-cjk", kind=RenderError,
        )  # fmt: skip
    return Result("Fonts", ok=True, found="Noto Serif, Noto Sans, and their Traditional Chinese companions")


def _workspace(root: Path) -> list[Result]:
    try:
        config = load_config(root)
    except ConfigurationError as error:
        return [
            Result("Workspace", ok=False, found=error.message, remedy=error.remedy, kind=ConfigurationError)
        ]
    results = [Result("Workspace", ok=True, found=str(config.root.resolve()))]
    results.append(_asked("Database", lambda: _database(config.database)))
    results.append(_asked("Engine packages", lambda: _packages(config.packages)))
    return results


def _asked(what: str, ask: Callable[[], Result]) -> Result:
    try:
        return ask()
    except BriefingsError as error:
        return Result(what, ok=False, found=error.message, remedy=error.remedy, kind=type(error))


def _database(path: Path) -> Result:
    if not path.exists():
        return Result("Database", ok=True, found=f"{path} (made by the first build)")
    with Store(path):
        return Result("Database", ok=True, found=str(path))


def _packages(folder: Path) -> Result:
    found = packages.discover(folder)
    for item in found:
        item.verify()
    if not found:
        return Result(
            "Engine packages", ok=False, found=f"none in {folder}", needed=False,
            remedy="Only needed for papers without English: briefings model install",
        )  # fmt: skip
    return Result(
        "Engine packages",
        ok=True,
        found=", ".join(f"{item.name} {item.version} (verified)" for item in found),
    )
