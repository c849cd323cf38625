"""The wheel: templates inside, tests outside, and it works from elsewhere. And the set-up script."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.briefings.support import ROOT, environment, files, shipped_workspace

PAPER = "biden-xi-san-francisco-2023"
EVENT = "xi-putin-2021-12"

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Built from a copy of what git tracks or would track, so that the checkout stays as it is."""
    folder = tmp_path_factory.mktemp("wheel")
    source = folder / "source"
    for name in ("translate", "briefings", "templates"):
        shutil.copytree(ROOT / name, source / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "README.md", "CHANGELOG.md", "LICENSE"):
        shutil.copy(ROOT / name, source)
    command = [
        sys.executable,
        "-m",
        "pip",
        "wheel",
        "--quiet",
        "--no-deps",
        "--no-build-isolation",
        "--no-index",
    ]
    subprocess.run([*command, "--wheel-dir", str(folder), str(source)], check=True, capture_output=True)
    [made] = folder.glob("*.whl")
    return made


def test_what_is_in_it(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    templates = {f"briefings/templates/{name}" for name in files(ROOT / "templates")}
    assert templates <= names
    assert not [name for name in names if name.startswith(("tests/", "seeds/", "benchmarks/", "templates/"))]
    tops = {name.split("/")[0] for name in names}
    assert {top for top in tops if not top.endswith(".dist-info")} == {"translate", "briefings"}
    modules = {
        str(path.relative_to(ROOT))
        for name in ("translate", "briefings")
        for path in (ROOT / name).rglob("*.py")
    }
    assert {name for name in names if name.endswith(".py")} == modules
    assert any(name.endswith("licenses/LICENSE") for name in names)


def test_it_builds_from_elsewhere(wheel: Path, tmp_path: Path) -> None:
    target = tmp_path / "site"
    command = [
        sys.executable,
        "-m",
        "pip",
        "install",
        "--quiet",
        "--no-deps",
        "--no-index",
        "--target",
        str(target),
    ]
    subprocess.run([*command, str(wheel)], check=True, capture_output=True)
    workspace = shipped_workspace(tmp_path / "work")
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    environ = environment() | {"PYTHONPATH": str(target)}
    run = subprocess.run(
        [sys.executable, "-m", "briefings", "--workspace", str(workspace), "build", PAPER, EVENT],
        cwd=elsewhere, env=environ, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert run.returncode == 0, run.stderr
    asked = "import briefings, translate; print(briefings.__file__, translate.__file__)"
    where = subprocess.run(
        [sys.executable, "-c", asked],
        cwd=elsewhere, env=environ, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert all(path.startswith(str(target)) for path in where.stdout.split())
    made = files(workspace / "build")
    assert made[f"briefings/{EVENT}.pdf"].startswith(b"%PDF")
    assert json.loads(made[f"english/{PAPER}.json"])["id"] == PAPER
    assert not list(elsewhere.iterdir())


def test_importing_it_writes_and_opens_nothing(tmp_path: Path) -> None:
    """No module does more at import than define things."""
    code = (
        "import pkgutil, sys, translate, briefings\n"
        "opened = []\n"
        "def hook(event, args):\n"
        "    if event == 'open' and isinstance(args[1], str) and set(args[1]) & set('wax+'):\n"
        "        opened.append(args[0])\n"
        "sys.addaudithook(hook)\n"
        "for package in (translate, briefings):\n"
        "    for module in pkgutil.walk_packages(package.__path__, package.__name__ + '.'):\n"
        "        if not module.name.endswith('__main__'): __import__(module.name)\n"
        "sys.exit(str(opened) if opened else 0)"
    )
    environ = environment() | {"PYTHONDONTWRITEBYTECODE": "1", "HOME": str(tmp_path)}
    run = subprocess.run(
        [sys.executable, "-W", "error", "-c", code],
        cwd=tmp_path,
        env=environ,
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("locks", [["requirements.lock"], ["requirements.lock", "requirements-dev.lock"]])
def test_a_second_set_up_installs_nothing(locks: list[str]) -> None:
    stamps = {f".installed-{lock}": lock for lock in locks} | {".installed-pyproject": "pyproject.toml"}
    for stamp, file in stamps.items():
        installed = ROOT / ".venv" / stamp
        if not installed.is_file() or installed.read_bytes() != (ROOT / file).read_bytes():
            pytest.skip(f"scripts/setup has not yet installed this {file}")
    mode = ["dev"] * (len(locks) - 1)
    run = subprocess.run(["scripts/setup", *mode], cwd=ROOT, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    assert run.stdout == "setup: everything is installed already\n"
