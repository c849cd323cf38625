"""Packages for the engine tests: a tiny one built here, and the real one where it is at hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.resources.tiny_package import build
from translate.engines.install import install
from translate.engines.packages import InstalledPackage

ROOT = Path(__file__).resolve().parents[3]
REAL = ROOT.parent / "shared" / "model" / "translate-zt_en-0_1.argosmodel"


@pytest.fixture(scope="session")
def tiny_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An ``.argosmodel`` file, zt→en, version 0.1."""
    return build(tmp_path_factory.mktemp("tiny"))


@pytest.fixture(scope="session")
def tiny_package(tiny_file: Path, tmp_path_factory: pytest.TempPathFactory) -> InstalledPackage:
    """The tiny package, installed."""
    return install(tiny_file, tmp_path_factory.mktemp("packages"))


@pytest.fixture(scope="session")
def real_package(tmp_path_factory: pytest.TempPathFactory) -> InstalledPackage:
    """The package of real size in ../shared, installed."""
    if not REAL.is_file():
        pytest.skip(f"{REAL} is not there")
    return install(REAL, tmp_path_factory.mktemp("real"))


@pytest.fixture(params=["tiny_package", "real_package"])
def package(request: pytest.FixtureRequest) -> InstalledPackage:
    """Each package in turn."""
    package = request.getfixturevalue(request.param)
    assert isinstance(package, InstalledPackage)
    return package
