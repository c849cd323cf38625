"""Installation: what is refused and why; the old package or the new one, whole, whatever happens."""

from __future__ import annotations

import errno
import json
import os
import re
import shutil
import stat
import subprocess
import sys
import zipfile
from collections import namedtuple
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.translate.engines.conftest import ROOT
from translate.engines import archive, lock, packages
from translate.engines.install import adopt, inspect, install, remove, require_known, whole
from translate.engines.packages import InstalledPackage, discover, find
from translate.errors import ConfigurationError, EngineError

if TYPE_CHECKING:
    from collections.abc import Callable

METADATA = {"package_version": "1.9", "from_code": "zt", "to_code": "en"}
GOOD: dict[str, bytes] = {
    "p/metadata.json": json.dumps(METADATA).encode(),
    "p/sentencepiece.model": b"pieces",
    "p/model/model.bin": b"weights",
}

OTHER = {**GOOD, "p/model/model.bin": b"other weights"}


def zipped(path: Path, entries: dict[str, bytes] | list[tuple[str | zipfile.ZipInfo, bytes]]) -> Path:
    """A zip archive of ``entries`` at ``path``."""
    pairs = list(entries.items()) if isinstance(entries, dict) else entries
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in pairs:
            archive.writestr(name, content)
    return path


def names(directory: Path) -> set[str]:
    """What stands in a directory."""
    return {path.name for path in directory.iterdir()} if directory.exists() else set()


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
    monkeypatch.setattr(archive, "MAX_ENTRIES", 50)
    monkeypatch.setattr(archive, "MAX_UNPACKED", 3_000_000)
    monkeypatch.setattr(archive, "RATIO_FLOOR", 1_000_000)


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
    assert names(target) <= {lock.MUTEX}
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


STEPS: list[tuple[Any, str, int]] = [
    (archive, "_copy", 1),
    (archive, "_copy", 3),
    (packages, "read_package", 2),
    (lock, "write_atomically", 1),
    (Path, "rename", 1),
]
"""Of replacing a package; ``read_package`` is called for the old one first."""


@pytest.mark.parametrize("error", [FULL, KeyboardInterrupt()], ids=["disk full", "ctrl-c"])
@pytest.mark.parametrize(("owner", "name", "nth"), STEPS)
def test_a_failed_installation_leaves_what_was_there(
    owner: Any, name: str, nth: int, error: BaseException, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "packages"
    before = install(zipped(tmp_path / "old.argosmodel", GOOD), target)
    old, recorded = before.sha256, lock.read(target)
    file = zipped(tmp_path / "new.argosmodel", OTHER)
    newer = inspect(file)[1]
    with monkeypatch.context() as patch:
        patch.setattr(owner, name, Breaker(getattr(owner, name), nth, error))
        expected = EngineError if isinstance(error, OSError) else KeyboardInterrupt
        with pytest.raises(expected, match="disk is full" if error is FULL else None):
            install(file, target, sha256=newer)
    assert names(target) == {before.name, lock.FILE, lock.MUTEX}
    assert lock.read(target) == recorded
    assert discover(target)[0].sha256 == old
    # and then it works
    assert install(file, target, sha256=newer).sha256 != old
    assert len(discover(target)) == 1


@pytest.mark.parametrize("error", [FULL, KeyboardInterrupt()], ids=["disk full", "ctrl-c"])
@pytest.mark.parametrize(("owner", "name", "nth"), [*STEPS[:2], *STEPS[3:], (packages, "read_package", 1)])
def test_a_failed_first_installation_leaves_nothing(
    owner: Any, name: str, nth: int, error: BaseException, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file, target = zipped(tmp_path / "x.argosmodel", GOOD), tmp_path / "packages"
    with monkeypatch.context() as patch:
        patch.setattr(owner, name, Breaker(getattr(owner, name), nth, error))
        with pytest.raises((EngineError, KeyboardInterrupt)):
            install(file, target)
    assert names(target) <= {lock.FILE, lock.MUTEX}
    assert lock.read(target) == {}
    assert len(install(file, target).sha256) == 64


def test_an_old_folder_that_cannot_be_moved_away_does_no_harm(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = install(zipped(tmp_path / "old.argosmodel", GOOD), tmp_path / "p")
    file = zipped(tmp_path / "new.argosmodel", OTHER)
    with monkeypatch.context() as patch:
        patch.setattr(Path, "rename", Breaker(Path.rename, 2, OSError(errno.EACCES, "Permission denied")))
        new = install(file, tmp_path / "p", sha256=inspect(file)[1])
    assert old.path.is_dir()
    assert discover(tmp_path / "p") == [new]
    assert install(file, tmp_path / "p") == new
    remove(new.name, tmp_path / "p")
    assert names(tmp_path / "p") == {lock.FILE, lock.MUTEX}


KILLED = """
import json, os, sys
from pathlib import Path
from translate.engines import install as installing, lock, packages

folder, first, second, sha256, act = Path(sys.argv[1]), Path(sys.argv[2]), *sys.argv[3:]
target = folder / "packages"
# every one of these changes the disk, or is about to
CHANGES = {"os.rename", "os.mkdir", "os.remove", "os.rmdir", "os.chmod", "os.truncate", "shutil.rmtree"}


def run():
    if act == "install":
        installing.install(Path(second), target)
    elif act == "replace":
        installing.install(Path(second), target, sha256=sha256)
    elif act == "adopt":
        installing.adopt([], target)
    else:
        installing.remove("translate-zt_en-1_9", target)


def state():
    found = packages.find(target)
    return [item.package().verify(anew=True) if item.record else "unrecorded" for item in found]


def prepare():
    import shutil
    shutil.rmtree(target, ignore_errors=True)
    if act != "install":
        installing.install(first, target)
    if act == "adopt":
        (target / lock.FILE).unlink()


def killed_at(step):
    child = os.fork()
    if child:
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    left = step

    def hook(event, arguments):
        nonlocal left
        writes = event == "open" and isinstance(arguments[2], int) and arguments[2] & os.O_ACCMODE
        if event in CHANGES or (writes and str(arguments[0]).startswith(str(folder))):
            left -= 1
            if left == 0:
                os.kill(os.getpid(), 9)

    sys.addaudithook(hook)
    try:
        run()
    finally:
        os._exit(0)


results = []
for step in range(1, 200):
    prepare()
    code = killed_at(step)
    after = state()
    run_again = ""
    if act in {"install", "replace"}:
        run()
        run_again = state()
        left = sorted(path.name for path in target.iterdir())
    else:
        left = []
    results.append([code, after, run_again, left])
    if code == 0:
        break
print(json.dumps(results))
"""


@pytest.mark.parametrize("act", ["install", "replace", "remove", "adopt"])
def test_killed_at_every_step(act: str, tmp_path: Path) -> None:
    """``kill -9`` before each change of the disk in turn: the old state or the new one, never half."""
    first = zipped(tmp_path / "first.argosmodel", GOOD)
    second = zipped(tmp_path / "second.argosmodel", OTHER)
    hashes = [install(file, tmp_path / name).sha256 for file, name in ((first, "1"), (second, "2"))]
    done = subprocess.run(
        [sys.executable, "-c", KILLED, tmp_path, first, second, inspect(second)[1], act],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr
    results = json.loads(done.stdout)
    before, after = {
        "install": ([], [hashes[1]]),
        "replace": ([hashes[0]], [hashes[1]]),
        "remove": ([hashes[0]], []),
        "adopt": (["unrecorded"], [hashes[0]]),
    }[act]
    assert [code for code, *_ in results] == [-9] * (len(results) - 1) + [0]
    assert len(results) > {"install": 9, "replace": 12, "remove": 4, "adopt": 2}[act]
    assert all(state in (before, after) for _, state, *_ in results), results
    assert results[0][1] == before
    assert results[-1][1] == after
    for _, _, again, left in results:
        if act in {"install", "replace"}:
            assert again == [hashes[1]]
            # nothing is left of what was killed
            assert len(left) == 3
            assert {lock.FILE, lock.MUTEX} < set(left)


def test_an_archive_that_lies_about_sizes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    copy = archive._copy

    def lying(where: str, source: IO[bytes], sink: IO[bytes], size: int) -> None:
        copy(where, source, sink, size - 1)

    monkeypatch.setattr(archive, "_copy", lying)
    with pytest.raises(EngineError, match="another size than the archive declares"):
        install(zipped(tmp_path / "x.argosmodel", GOOD), tmp_path / "packages")


def test_what_killed_runs_left_is_ignored_and_swept(tmp_path: Path) -> None:
    (tmp_path / ".incoming-x" / "new").mkdir(parents=True)
    (tmp_path / "translate-zt_en-1_9~0123abcd").mkdir()
    (tmp_path / f".{lock.FILE}.x.part").touch()
    (tmp_path / ".mine").mkdir()
    assert discover(tmp_path) == []
    package = install(zipped(tmp_path / "x.argosmodel", GOOD), tmp_path)
    assert names(tmp_path) == {".mine", lock.FILE, lock.MUTEX, package.name, "x.argosmodel"}


# what is recorded


def test_the_record(tmp_path: Path) -> None:
    file = zipped(tmp_path / "x.argosmodel", GOOD)
    package = install(file, tmp_path / "p")
    (record,) = lock.read(tmp_path / "p").values()
    assert inspect(file) == (package.name, record.archive_sha256)
    assert (record.folder, record.tree_sha256) == (package.name, package.sha256)
    assert (record.size, record.source) == (file.stat().st_size, "file:x.argosmodel")
    assert re.fullmatch(r"20\d\d-\d\d-\d\d", record.installed)
    assert str(tmp_path) not in (tmp_path / "p" / lock.FILE).read_text()


def test_the_same_archive_again_changes_nothing(tmp_path: Path) -> None:
    file = zipped(tmp_path / "x.argosmodel", GOOD)
    package = install(file, tmp_path / "p")
    stamp = (package.path / "metadata.json").stat().st_ino
    assert install(file, tmp_path / "p") == package
    assert (package.path / "metadata.json").stat().st_ino == stamp


def test_the_same_archive_repairs_a_damaged_package(tmp_path: Path) -> None:
    file = zipped(tmp_path / "x.argosmodel", GOOD)
    package = install(file, tmp_path / "p")
    good = package.sha256
    for _ in range(3):  # each time in the other of two folders
        place = discover(tmp_path / "p")[0].path
        (place / "model/model.bin").write_bytes(b"damaged")
        assert whole(package.name, tmp_path / "p") is None
        repaired = install(file, tmp_path / "p")
        assert (repaired.name, repaired.sha256) == (package.name, good)
        assert not place.exists()
        assert repaired.path.is_dir()


def test_another_archive_under_the_same_version_is_refused(tmp_path: Path) -> None:
    package = install(zipped(tmp_path / "old.argosmodel", GOOD), tmp_path / "p")
    before = package.sha256
    file = zipped(tmp_path / "new.argosmodel", OTHER)
    with pytest.raises(EngineError, match=r"hash mismatch: translate-zt_en-1_9 is recorded") as caught:
        install(file, tmp_path / "p")
    assert caught.value.exit_code == 4
    assert f"--sha256 {inspect(file)[1]}" in caught.value.remedy
    assert "model remove translate-zt_en-1_9" in caught.value.remedy
    assert discover(tmp_path / "p")[0].sha256 == before
    new = install(file, tmp_path / "p", sha256=inspect(file)[1].upper())
    assert new.sha256 != before
    assert not package.path.exists()


def test_a_pinned_hash(tmp_path: Path) -> None:
    file = zipped(tmp_path / "x.argosmodel", GOOD)
    with pytest.raises(EngineError, match=r"hash mismatch: SHA-256 is [0-9a-f]{64}, not 0{64} as asked for"):
        install(file, tmp_path / "p", sha256="0" * 64)
    assert discover(tmp_path / "p") == []


def test_a_folder_where_a_file_should_be(tmp_path: Path) -> None:
    with pytest.raises(EngineError, match="not a file"):
        install(tmp_path, tmp_path / "p")


@pytest.mark.parametrize("place", ["a file", "under a file"])
def test_a_directory_that_cannot_be_made(place: str, tmp_path: Path) -> None:
    (tmp_path / "f").touch()
    target = tmp_path / "f" if place == "a file" else tmp_path / "f" / "p"
    with pytest.raises(EngineError, match="cannot be written") as caught:
        install(zipped(tmp_path / "x.argosmodel", GOOD), target)
    assert "BRIEFINGS_PACKAGES" in caught.value.remedy


# remove and adopt


def test_remove(tmp_path: Path) -> None:
    package = install(zipped(tmp_path / "x.argosmodel", GOOD), tmp_path / "p")
    zh = {**GOOD, "p/metadata.json": GOOD["p/metadata.json"].replace(b"zt", b"zh")}
    other = install(zipped(tmp_path / "y.argosmodel", zh), tmp_path / "p")
    remove(package.name, tmp_path / "p")
    assert discover(tmp_path / "p") == [other]
    assert set(lock.read(tmp_path / "p")) == {other.name}
    assert names(tmp_path / "p") == {other.name, lock.FILE, lock.MUTEX}
    # what was removed may come from another archive
    install(zipped(tmp_path / "z.argosmodel", OTHER), tmp_path / "p")


@pytest.mark.parametrize("name", ["..", "../x", "nothing", "", "packages.lock.json", ".mutex"])
def test_remove_what_is_not_there(name: str, tmp_path: Path) -> None:
    (tmp_path / "x").mkdir()
    package = install(zipped(tmp_path / "x.argosmodel", GOOD), tmp_path / "p")
    with pytest.raises(ConfigurationError, match=re.escape(f"no such package: {name}")) as caught:
        remove(name, tmp_path / "p")
    assert package.name in caught.value.remedy
    assert (tmp_path / "x").is_dir()


def test_remove_a_damaged_one_and_one_that_is_gone(tmp_path: Path) -> None:
    file = zipped(tmp_path / "x.argosmodel", GOOD)
    package = install(file, tmp_path / "p")
    (package.path / "metadata.json").unlink()
    remove(package.name, tmp_path / "p")
    assert find(tmp_path / "p") == []
    shutil.rmtree(install(file, tmp_path / "p").path)
    remove(package.name, tmp_path / "p")
    assert lock.read(tmp_path / "p") == {}
    (tmp_path / "p" / "junk").mkdir()
    remove("junk", tmp_path / "p")
    assert names(tmp_path / "p") == {lock.FILE, lock.MUTEX}


def test_adopt(tmp_path: Path) -> None:
    install(zipped(tmp_path / "x.argosmodel", GOOD), tmp_path / "elsewhere")
    shutil.copytree(tmp_path / "elsewhere" / "translate-zt_en-1_9", tmp_path / "p" / "mine")
    (package,) = discover(tmp_path / "p")
    with pytest.raises(EngineError, match=f"not in {lock.FILE}") as caught:
        package.verify()
    assert "briefings model verify --adopt mine" in caught.value.remedy
    assert adopt([], tmp_path / "p") == ["mine"]
    assert adopt(["mine"], tmp_path / "p") == []
    assert discover(tmp_path / "p")[0].sha256 == package.verify()
    record = lock.read(tmp_path / "p")["mine"]
    assert (record.archive_sha256, record.source) == (None, "adopted")
    # a hash that nobody knows forbids nothing
    install(zipped(tmp_path / "y.argosmodel", OTHER), tmp_path / "p")


def test_adopt_does_not_pardon(tmp_path: Path) -> None:
    package = install(zipped(tmp_path / "x.argosmodel", GOOD), tmp_path)
    (package.path / "model/model.bin").write_bytes(b"changed")
    assert adopt([], tmp_path) == []
    with pytest.raises(EngineError, match="changed since it was installed"):
        package.verify()
    with pytest.raises(ConfigurationError, match="no such package: a, b"):
        adopt(["a", "b"], tmp_path)


def test_nothing_there_is_known_by_no_name(tmp_path: Path) -> None:
    require_known([], tmp_path)
    with pytest.raises(ConfigurationError, match="no such package: x") as caught:
        require_known(["x"], tmp_path / "none")
    assert "There are none in" in caught.value.remedy


# the lock file, and one writer at a time


@pytest.mark.parametrize(
    "content",
    [
        b"", b"{", b"[]", b"\xff", b'{"format": 2, "packages": {}}', b'{"format": 1, "packages": {"x": {}}}',
        b'{"packages": {"x": {"folder": "../../x", "tree_sha256": "%s"}}}' % (b"0" * 64),
        b'{"packages": {"x": {"folder": "x", "tree_sha256": "0"}}}',
    ],
)  # fmt: skip
def test_a_damaged_lock_file(content: bytes, tmp_path: Path) -> None:
    file = zipped(tmp_path / "x.argosmodel", GOOD)
    install(file, tmp_path / "p")
    (tmp_path / "p" / lock.FILE).write_bytes(content)
    for act in (lambda: discover(tmp_path / "p"), lambda: install(file, tmp_path / "p")):
        with pytest.raises(EngineError, match=f"{lock.FILE}: damaged") as caught:
            act()
        assert "verify --adopt" in caught.value.remedy


def test_a_lock_file_that_cannot_be_read(tmp_path: Path) -> None:
    (tmp_path / lock.FILE).mkdir()
    with pytest.raises(EngineError, match="cannot be read"):
        discover(tmp_path)
    with pytest.raises(EngineError, match="cannot be written"):
        lock.write(tmp_path, {})


def test_the_file_is_the_same_whatever_the_order(tmp_path: Path) -> None:
    records = {name: lock.Record(folder=name, tree_sha256="0" * 64) for name in "ab"}
    lock.write(tmp_path, records)
    before = (tmp_path / lock.FILE).read_bytes()
    lock.write(tmp_path, dict(reversed(records.items())))
    assert (tmp_path / lock.FILE).read_bytes() == before
    assert lock.read(tmp_path) == records


def test_one_writer_at_a_time(tmp_path: Path) -> None:
    """Another process holds the directory until it is killed; then it is free at once."""
    holder = subprocess.Popen(
        [sys.executable, "-c", (
            "import sys, time; from pathlib import Path; from translate.engines import lock\n"
            "with lock.exclusive(Path(sys.argv[1])):\n    print('held', flush=True); time.sleep(600)"
        ), tmp_path],
        cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)}, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    with holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        told: list[str] = []

        def notice(text: str) -> None:
            told.append(text)
            holder.kill()

        package = install(zipped(tmp_path / "x.argosmodel", GOOD), tmp_path, notice=notice)
    assert len(told) == 1
    assert "another process is changing" in told[0]
    assert discover(tmp_path) == [package]


def test_nothing_of_this_needs_a_network(tiny_file: Path, tmp_path: Path) -> None:
    code = """
import sys
def forbid(event, arguments):
    if event.startswith(("socket.", "urllib.")):
        raise RuntimeError(f"network: {event}")
sys.addaudithook(forbid)
from pathlib import Path
from translate.engines import open_engine
from translate.engines.install import adopt, install, remove
folder = Path(sys.argv[2])
package = install(Path(sys.argv[1]), folder)
assert open_engine("Hant", "argos", folder).signature().sha256 == package.verify(anew=True)
adopt([], folder)
remove(package.name, folder)
assert not {"translate.engines.connection", "urllib.request", "http.client"} & set(sys.modules)
"""
    done = subprocess.run(
        [sys.executable, "-c", code, tiny_file, tmp_path / "p"],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
