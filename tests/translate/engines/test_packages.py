"""Packages on disk: finding, choosing, and seeing that they are what was installed."""

from __future__ import annotations

import os
import re
import shutil
from pathlib import Path

import pytest

from tests.resources.tiny_package import build
from tests.translate.engines.test_install import GOOD, zipped
from translate.engines import NoPackageError, lock, open_engine, packages
from translate.engines.install import install
from translate.engines.packages import (
    InstalledPackage,
    choose,
    default_directory,
    discover,
    find,
    tree_hash,
)
from translate.errors import EngineError


def test_discover_nothing_yet(tmp_path: Path) -> None:
    assert discover(tmp_path / "none") == []


@pytest.mark.parametrize(
    ("file", "content", "cause"),
    [
        ("metadata.json", None, "metadata.json cannot be read"),
        ("metadata.json", b"{", "metadata.json is not JSON"),
        ("model/model.bin", None, "incomplete: no model/model.bin"),
        ("sentencepiece.model", b"", "incomplete: no tokenizer"),
    ],
)
def test_discover_names_a_damaged_package(
    file: str, content: bytes | None, cause: str, tmp_path: Path
) -> None:
    package = install(zipped(tmp_path / "x.argosmodel", GOOD), tmp_path / "packages")
    if content is None:
        (package.path / file).unlink()
    else:
        (package.path / file).write_bytes(content)
    with pytest.raises(EngineError, match=cause) as caught:
        discover(tmp_path / "packages")
    assert str(package.path) in str(caught.value)


def test_our_own_directory() -> None:
    assert default_directory().parts[-2:] == ("summit-briefings", "packages")
    assert "argos" not in str(default_directory())


def _package(code: str, version: str = "1.9") -> InstalledPackage:
    source, target = code.split("→")
    return InstalledPackage(f"{code}-{version}", source, target, version, Path())


ZT, ZH, EN = _package("zt→en"), _package("zh→en"), _package("en→zh")


@pytest.mark.parametrize(
    ("installed", "script", "chosen", "conversion"),
    [
        ([ZH, ZT, EN], "Hant", ZT, None),
        ([ZH, ZT, EN], "Hans", ZH, None),
        ([ZH], "Hant", ZH, "tw2sp"),
        ([ZT], "Hans", ZT, "s2t"),
        ([_package("zt→en", "1.10"), ZT], "Hant", _package("zt→en", "1.10"), None),
        ([_package("zt→en", "1"), ZT], "Hant", ZT, None),
    ],
)
def test_choose(
    installed: list[InstalledPackage], script: str, chosen: InstalledPackage, conversion: str | None
) -> None:
    assert choose(installed, script) == (chosen, conversion)
    assert choose(reversed(installed), script) == (chosen, conversion)


@pytest.mark.parametrize("installed", [[], [EN], [_package("zh→ja")]])
def test_nothing_to_choose(installed: list[InstalledPackage]) -> None:
    with pytest.raises(EngineError, match="no Argos package from Chinese to English is installed"):
        choose(installed, "Hant")


def test_open_engine(tiny_file: Path, tmp_path: Path) -> None:
    engine = open_engine("Hant", directory=tmp_path)
    assert (engine.name, engine.available) == ("pending", False)
    assert str(tmp_path) in getattr(engine, "reason", "")
    with pytest.raises(NoPackageError, match=re.escape(str(tmp_path))):
        open_engine("Hant", "argos", tmp_path)
    install(tiny_file, tmp_path)
    assert (open_engine("Hant", directory=tmp_path).name, open_engine("Hant", "argos", tmp_path).name) == (
        "argos",
        "argos",
    )
    install(build(tmp_path, "zh"), tmp_path)
    assert open_engine("Hans", directory=tmp_path).signature().package == "translate-zh_en-0_1"
    (tmp_path / "translate-zh_en-0_1" / "metadata.json").unlink()
    with pytest.raises(EngineError, match="cannot be read"):
        open_engine("Hant", directory=tmp_path)


# what was installed, and nothing else


@pytest.fixture
def installed(tmp_path: Path) -> InstalledPackage:
    return install(zipped(tmp_path / "x.argosmodel", GOOD), tmp_path / "packages")


@pytest.mark.parametrize(
    ("file", "content"),
    [
        ("metadata.json", GOOD["p/metadata.json"] + b" "),
        ("model/model.bin", b"Weights"),
        ("sentencepiece.model", b"piecez"),
        ("model/added.json", b"{}"),
        ("bpe.model", b"another tokenizer"),
    ],
)
def test_a_changed_package_is_never_used(file: str, content: bytes, installed: InstalledPackage) -> None:
    good = installed.sha256
    (installed.path / file).write_bytes(content)
    assert installed.sha256 == good  # read once for each object
    for use in (
        installed.verify,
        lambda: discover(installed.path.parent)[0].sha256,
        open_engine("Hant", "argos", installed.path.parent).signature,
    ):
        with pytest.raises(EngineError, match=r"changed since it was installed .hash mismatch") as caught:
            use()
        assert caught.value.exit_code == 4
        assert f"briefings model remove {installed.name}" in caught.value.remedy


def test_files_that_shape_no_english_may_change(installed: InstalledPackage) -> None:
    (installed.path / "README.md").write_text("read")
    (installed.path / "stanza").mkdir()
    assert installed.verify(anew=True) == installed.sha256


def test_a_package_without_a_record_is_not_used(installed: InstalledPackage) -> None:
    (installed.path.parent / lock.FILE).unlink()
    with pytest.raises(EngineError, match=f"not in {lock.FILE}"):
        open_engine("Hant", "argos", installed.path.parent).signature()


def test_a_copy_under_another_name_is_another_package(installed: InstalledPackage) -> None:
    shutil.copytree(installed.path, installed.path.with_name("copy"))
    copy, original = discover(installed.path.parent)
    assert original.verify() == installed.sha256
    with pytest.raises(EngineError, match="copy: not in"):
        copy.verify()


def test_bytes_are_read_once_in_a_process(
    installed: InstalledPackage, monkeypatch: pytest.MonkeyPatch
) -> None:
    digest = tree_hash(installed.path)
    size = (installed.path / "model/model.bin").stat()
    (installed.path / "model/model.bin").write_bytes(b"Weights")
    os.utime(installed.path / "model/model.bin", ns=(size.st_atime_ns, size.st_mtime_ns))
    assert tree_hash(installed.path) == digest  # same size, time and place: taken for the same
    assert tree_hash(installed.path, anew=True) != digest
    monkeypatch.setattr(packages, "_hashes", {})
    assert tree_hash(installed.path) != digest


def test_a_record_without_a_folder_is_no_package(installed: InstalledPackage) -> None:
    shutil.rmtree(installed.path)
    assert find(installed.path.parent) == []
    assert discover(installed.path.parent) == []
