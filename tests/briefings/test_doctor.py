"""What this machine has and lacks."""

from __future__ import annotations

from pathlib import Path

import pytest

from briefings import doctor
from tests.briefings.support import Command, files
from tests.resources import tiny_package
from translate.errors import RenderError


def test_a_machine_that_has_everything(unseen: Command, tmp_path: Path) -> None:
    assert unseen("model", "install", str(tiny_package.build(tmp_path))).code == 0
    outcome = unseen("doctor")
    assert outcome.code == 0, outcome.err
    marks = {line[8:].split(":")[0]: line[:7].strip() for line in outcome.out.splitlines()}
    assert marks == dict.fromkeys(
        ["WeasyPrint and Pango", "Fonts", "Workspace", "Database", "Engine packages"], "ok"
    )


def test_it_writes_nothing(unseen: Command) -> None:
    before = files(unseen.workspace)
    outcome = unseen("doctor")
    assert outcome.code == 0
    assert "made by the first build" in outcome.out
    assert files(unseen.workspace) == before


def test_no_package_is_a_note_with_a_remedy(unseen: Command) -> None:
    out = unseen("doctor").out
    assert "note    Engine packages: none in" in out
    assert "briefings model install" in out


def test_missing_fonts(unseen: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "font_problems", lambda: ["no font “Noto Serif”"])
    outcome = unseen("doctor")
    assert outcome.code == 5
    assert "MISSING Fonts: no font “Noto Serif”" in outcome.out
    assert "apt-get install fonts-noto-core" in outcome.out
    assert "Database" in outcome.out  # the other examinations are told all the same


def test_missing_pango(unseen: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    import builtins  # noqa: PLC0415

    real = builtins.__import__

    def without(name: str, *rest: object) -> object:
        if name == "weasyprint":
            raise OSError("cannot load library 'libpango-1.0-0'")
        return real(name, *rest)  # type: ignore[arg-type]  # the same arguments as given

    monkeypatch.setattr(builtins, "__import__", without)
    outcome = unseen("doctor")
    assert outcome.code == RenderError.exit_code
    assert "libpango-1.0-0 libpangoft2-1.0-0" in outcome.out


def test_a_damaged_database(unseen: Command) -> None:
    path = unseen.workspace / ".briefings" / "workspace.sqlite3"
    path.parent.mkdir()
    path.write_bytes(b"no database at all, but long enough to be taken for one" * 50)
    outcome = unseen("doctor")
    assert outcome.code == 3
    assert "MISSING Database" in outcome.out


def test_a_database_that_is_there(unseen: Command) -> None:
    assert unseen("translate", "--dry-run").code == 0
    assert unseen("build", "--draft", "harbour").code == 0
    assert "workspace.sqlite3\n" in unseen("doctor").out


def test_outside_a_workspace(unseen: Command, tmp_path: Path) -> None:
    outcome = unseen.plain("--workspace", str(tmp_path / "nowhere"), "doctor")
    assert outcome.code == 2
    assert "ok      Fonts" in outcome.out
    assert "MISSING Workspace" in outcome.out
