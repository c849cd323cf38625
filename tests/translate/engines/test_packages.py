"""Packages: what is refused and why, all-or-nothing installation, finding, choosing."""

from __future__ import annotations

import errno
import json
import os
import re
import shutil
import stat
import zipfile
from collections import namedtuple
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.resources.tiny_package import build
from translate.engines import NoPackageError, open_engine, packages
from translate.engines.packages import InstalledPackage, choose, default_directory, discover, install
from translate.errors import EngineError

if TYPE_CHECKING:
    from collections.abc import Callable

METADATA = {"package_version": "1.9", "from_code": "zt", "to_code": "en"}
GOOD: dict[str, bytes] = {
    "p/metadata.json": json.dumps(METADATA).encode(),
    "p/sentencepiece.model": b"pieces",
    "p/model/model.bin": b"weights",
}


def zipped(path: Path, entries: dict[str, bytes] | list[tuple[str | zipfile.ZipInfo, bytes]]) -> Path:
    """A zip archive of ``entries`` at ``path``."""
    pairs = list(entries.items()) if isinstance(entries, dict) else entries
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in pairs:
            archive.writestr(name, content)
    return path


def without(name: str) -> dict[str, bytes]:
    return {key: value for key, value in GOOD.items() if key != name}


def metadata(**changes: object) -> dict[str, bytes]:
    """A good package but for its metadata; ``None`` drops a key."""
    data = {key: value for key, value in {**METADATA, **changes}.items() if value is not None}
    return {**GOOD, "p/metadata.json": json.dumps(data).encode()}


def special(name: str, mode: int) -> list[tuple[str | zipfile.ZipInfo, bytes]]:
    info = zipfile.ZipInfo(name)
    info.external_attr = mode << 16
    return [*GOOD.items(), (info, b"/etc/passwd")]


REFUSED: dict[str, tuple[Any, str]] = {
    "parent": ({**GOOD, "p/../../evil": b""}, "'p/../../evil' points outside"),
    "absolute": ({**GOOD, "/etc/evil": b""}, "'/etc/evil' points outside"),
    "backslash": ({**GOOD, "p\\..\\evil": b""}, "points outside"),
    "drive": ({**GOOD, "C:/evil": b""}, "points outside"),
    "symlink": (special("p/link", stat.S_IFLNK | 0o777), "'p/link' is a link or a special file"),
    "device": (special("p/device", stat.S_IFCHR | 0o666), "is a link or a special file"),
    "same name twice": ([*GOOD.items(), ("p/Metadata.json", b"{}")], "two entries named 'p/Metadata.json'"),
    "bomb": ({**GOOD, "p/zeros": bytes(2_000_000)}, "would unpack to 2,000,"),
    "too large": ({**GOOD, "p/noise": os.urandom(4_000_000)}, "would unpack to 4,000,"),
    "too many": ({**GOOD, **{f"p/{number}": b"" for number in range(60)}}, "63 entries, more than 50"),
    "empty": ({}, "0 folders with metadata.json"),
    "no metadata": (without("p/metadata.json"), "0 folders with metadata.json"),
    "two packages": ({**GOOD, "q/metadata.json": b"{}"}, "2 folders with metadata.json"),
    "metadata at the root": ({"metadata.json": b"{}"}, "0 folders with metadata.json"),
    "metadata too large": (
        {**GOOD, "p/metadata.json": os.urandom(1_100_000)},
        "metadata.json has 1,100,000 bytes",
    ),
    "metadata not JSON": ({**GOOD, "p/metadata.json": b"{"}, "metadata.json is not JSON"),
    "metadata not UTF-8": ({**GOOD, "p/metadata.json": b"\xff"}, "metadata.json is not JSON"),
    "metadata a list": ({**GOOD, "p/metadata.json": b"[]"}, "not a JSON object"),
    "no source language": (metadata(from_code=None), "lacks from_code"),
    "no target language": (metadata(to_code=3), "lacks to_code"),
    "wrong way": (metadata(from_code="en", to_code="zt"), "translates en→zt, not Chinese to English"),
    "wrong language": (metadata(from_code="ja"), "translates ja→en"),
    "a splitter": (metadata(type="sbd"), "of type 'sbd', not a translation model"),
    "version": (metadata(package_version="../../x"), "version '../../x' is not one"),
    "no model": (without("p/model/model.bin"), "incomplete: no model/model.bin"),
    "empty model": ({**GOOD, "p/model/model.bin": b""}, "incomplete: no model/model.bin"),
    "no tokenizer": (without("p/sentencepiece.model"), "incomplete: no tokenizer"),
    "a file where the folder is": ([*GOOD.items(), ("p/model", b"")], "model"),
}


@pytest.fixture
def small_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    """Limits that test archives can reach."""
    monkeypatch.setattr(packages, "MAX_ENTRIES", 50)
    monkeypatch.setattr(packages, "MAX_UNPACKED", 3_000_000)
    monkeypatch.setattr(packages, "RATIO_FLOOR", 1_000_000)


@pytest.mark.usefixtures("small_limits")
@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize("case", REFUSED)
def test_refused(case: str, tmp_path: Path) -> None:
    entries, cause = REFUSED[case]
    file = zipped(tmp_path / "x.argosmodel", entries)
    target = tmp_path / "packages"
    with pytest.raises(EngineError, match=re.escape(cause)) as caught:
        install(file, target)
    assert caught.value.exit_code == 4
    assert caught.value.remedy
    assert not target.exists() or not list(target.iterdir())
    assert {path.name for path in tmp_path.iterdir()} <= {"x.argosmodel", "packages"}


def _encrypt(content: bytes) -> bytes:
    """Set the encryption bit of every entry, in local headers and in the directory."""
    data = bytearray(content)
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        for match in re.finditer(re.escape(mark), content):
            data[match.start() + offset] |= 1
    return bytes(data)


def _method(content: bytes) -> bytes:
    """Declare a compression method that does not exist."""
    data = bytearray(content)
    for mark, offset in ((b"PK\x03\x04", 8), (b"PK\x01\x02", 10)):
        for match in re.finditer(re.escape(mark), content):
            data[match.start() + offset] = 77
    return bytes(data)


DAMAGED: dict[str, tuple[Callable[[bytes], bytes], str]] = {
    "text": (lambda _: b"<html>404</html>", "not a zip archive"),
    "empty": (lambda _: b"", "not a zip archive"),
    "cut off": (lambda content: content[: len(content) // 2], "not a zip archive"),
    "bit rot": (lambda content: content.replace(b"weights", b"Weights"), "damaged zip"),
    "encrypted": (_encrypt, "is encrypted"),
    "odd compression": (_method, "compressed in a way"),
}


@pytest.mark.parametrize("case", DAMAGED)
def test_damaged_archive(case: str, tmp_path: Path) -> None:
    damage, cause = DAMAGED[case]
    file = tmp_path / "x.argosmodel"
    with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as archive:
        for name, content in GOOD.items():
            archive.writestr(name, content)
    file.write_bytes(damage(file.read_bytes()))
    with pytest.raises(EngineError, match=re.escape(cause)) as caught:
        install(file, tmp_path / "packages")
    assert caught.value.remedy
    assert discover(tmp_path / "packages") == []


@given(st.binary(max_size=300), st.integers(0, 400))
def test_random_damage_never_escapes_the_family(noise: bytes, place: int) -> None:
    import tempfile  # noqa: PLC0415  (hypothesis allows no function-scoped tmp_path)

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        file = zipped(folder / "x.argosmodel", GOOD)
        content = file.read_bytes()
        file.write_bytes(content[:place] + noise + content[place + len(noise) :])
        try:
            install(file, folder / "packages")
        except EngineError:
            assert discover(folder / "packages") == []


def test_missing_file(tmp_path: Path) -> None:
    with pytest.raises(EngineError, match="there is no such file"):
        install(tmp_path / "none.argosmodel", tmp_path / "packages")


def test_disk_too_small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    usage = namedtuple("usage", "total used free")  # noqa: PYI024  (shutil's own shape)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage(10, 5, 5))
    with pytest.raises(EngineError, match=r"needs 7. bytes, .* has 5"):
        install(zipped(tmp_path / "x.argosmodel", GOOD), tmp_path / "packages")


def test_installed_as_its_metadata_say_without_splitters(tmp_path: Path) -> None:
    extra = {
        "p/stanza/zt/model.pt": b"a pickle",
        "p/README.md": b"read",
        "__MACOSX/x": b"",
        "p/LICENSE": b"MIT",
    }
    package = install(zipped(tmp_path / "x.argosmodel", {**GOOD, **extra}), tmp_path / "a" / "b")
    assert package == InstalledPackage(
        "translate-zt_en-1_9", "zt", "en", "1.9", tmp_path / "a/b/translate-zt_en-1_9"
    )
    files = {path.relative_to(package.path).as_posix() for path in package.path.rglob("*") if path.is_file()}
    assert files == {"metadata.json", "sentencepiece.model", "model/model.bin", "README.md", "LICENSE"}
    assert discover(tmp_path / "a" / "b") == [package]


def test_hash_depends_on_what_shapes_the_english_only(tmp_path: Path) -> None:
    one = install(zipped(tmp_path / "1.argosmodel", GOOD), tmp_path / "one")
    readme = install(zipped(tmp_path / "2.argosmodel", {**GOOD, "p/README.md": b"!"}), tmp_path / "two")
    model = install(
        zipped(tmp_path / "3.argosmodel", {**GOOD, "p/model/model.bin": b"Weights"}), tmp_path / "three"
    )
    assert one.sha256 == readme.sha256 != model.sha256
    assert len(one.sha256) == 64


class Breaker:
    """Replaces a function and fails at its ``nth`` call."""

    def __init__(self, function: Callable[..., Any], nth: int, error: BaseException) -> None:
        self.function, self.left, self.error = function, nth, error

    def __get__(self, instance: object, owner: type) -> Callable[..., Any]:
        return lambda *arguments: self(instance, *arguments)

    def __call__(self, *arguments: object) -> object:
        self.left -= 1
        if self.left == 0:
            raise self.error
        return self.function(*arguments)


FULL = OSError(errno.ENOSPC, "No space left on device")


@pytest.mark.parametrize("error", [FULL, KeyboardInterrupt()], ids=["disk full", "ctrl-c"])
@pytest.mark.parametrize(
    ("owner", "name", "nth"),
    [
        (packages, "_copy", 1),
        (packages, "_copy", 3),
        (packages, "_installed", 1),
        (Path, "rename", 1),
        (Path, "rename", 2),
    ],
)
def test_a_failed_installation_leaves_what_was_there(
    owner: Any, name: str, nth: int, error: BaseException, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "packages"
    before = install(zipped(tmp_path / "old.argosmodel", GOOD), target)
    old = before.sha256
    newer = zipped(tmp_path / "new.argosmodel", {**GOOD, "p/model/model.bin": b"other weights"})
    with monkeypatch.context() as patch:
        patch.setattr(owner, name, Breaker(getattr(owner, name), nth, error))
        expected = EngineError if isinstance(error, OSError) else KeyboardInterrupt
        with pytest.raises(expected, match="disk is full" if error is FULL else None):
            install(newer, target)
    assert [path.name for path in target.iterdir()] == [before.name]
    assert discover(target)[0].sha256 == old
    # and then it works
    assert install(newer, target).sha256 != old
    assert len(discover(target)) == 1


def test_an_archive_that_lies_about_sizes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    copy = packages._copy

    def lying(file: Path, source: IO[bytes], sink: IO[bytes], size: int) -> None:
        copy(file, source, sink, size - 1)

    monkeypatch.setattr(packages, "_copy", lying)
    with pytest.raises(EngineError, match="another size than the archive declares"):
        install(zipped(tmp_path / "x.argosmodel", GOOD), tmp_path / "packages")


def test_what_a_killed_installation_left_is_ignored_and_later_swept(tmp_path: Path) -> None:
    fresh, stale = tmp_path / ".incoming-fresh", tmp_path / ".incoming-stale"
    fresh.mkdir()
    stale.mkdir()
    os.utime(stale, (0, 0))
    assert discover(tmp_path) == []
    install(zipped(tmp_path / "x.argosmodel", GOOD), tmp_path)
    assert fresh.exists()
    assert not stale.exists()


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
