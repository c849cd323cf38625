"""Installing from an index: a real server on loopback, the tiny real package, and what goes wrong."""

from __future__ import annotations

import errno
import hashlib
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections import namedtuple
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.resources.package_server import PackageServer, Served, closed_port, entry, running
from tests.resources.tiny_package import build
from tests.translate.engines.conftest import ROOT
from translate.engines import download as downloading
from translate.engines import index, lock, open_engine
from translate.engines.connection import LinkError, Patience
from translate.engines.index import (
    DEFAULT_INDEX,
    Entry,
    Offer,
    already,
    ask,
    install_offer,
    parse,
    read_index,
    report,
    select,
    wanted,
)
from translate.engines.install import install
from translate.engines.packages import discover
from translate.errors import ConfigurationError, EngineError

URL = "https://example.com/packages/index.json"
LINK = "https://argos-net.com/v1/translate-zt_en-1_9.argosmodel"
PUBLISHED = [
    entry(LINK, "zt", "1.9", from_name="Chinese (traditional)"),
    entry("https://argos-net.com/v1/translate-zh_en-1_9.argosmodel", "zh", "1.9"),
    entry("https://argos-net.com/v1/translate-en_zh-1_9.argosmodel", "en", "1.9", to_code="zh"),
    entry(["https://argos-net.com/v1/translate-sq_en-1_9.argosmodel", "ipfs://QmV5bm"], "sq", "1.9"),
]
"""Entries as Argos's public index has them (argosopentech/argospm-index, fd6868d, CC0), abridged."""


@pytest.fixture
def server() -> Iterator[PackageServer]:
    with running() as server:
        yield server


@pytest.fixture
def offer(server: PackageServer, tiny_file: Path) -> Offer:
    """The tiny package, offered by the server."""
    server.package(tiny_file.read_bytes())
    url = server.index(entry(server.url("/zt.argosmodel")))
    return ask(select(url, read_index(url), "zt"))


def parsed(*entries: Any) -> list[Entry]:
    return parse(URL, json.dumps(entries).encode())


def parts(directory: Path) -> list[Path]:
    """Partial downloads, without their notes."""
    return [path for path in directory.glob(f"{index.PART}*") if path.suffix != ".json"]


# reading an index


def test_the_published_index() -> None:
    assert parsed(*PUBLISHED) == [
        Entry("translate-zt_en-1_9", "zt", "1.9", (LINK,)),
        Entry("translate-zh_en-1_9", "zh", "1.9", (LINK.replace("zt", "zh"),)),
    ]
    assert DEFAULT_INDEX.startswith("https://")


def test_links_are_tried_in_order_without_those_that_we_do_not_follow() -> None:
    links = ["ipfs://Qm", "http://example.com/a", "https://example.com/b", "c", "/d", "http://127.0.0.1/e",
             "file:///f", "https://[bad", "//example.org/g"]  # fmt: skip
    (only,) = parsed(entry(links))
    assert only.links == (
        "https://example.com/b",
        "https://example.com/packages/c",
        "https://example.com/d",
        "https://example.org/g",
    )


@pytest.mark.parametrize(
    ("content", "cause"),
    [
        (b"", "not JSON"),
        (b"<html>sign in</html>", "not JSON"),
        (b"\xff\xfe", "not JSON"),
        (b"[" * 100_000, "not JSON"),
        (b"{}", "not a list of packages"),
        (b"null", "not a list of packages"),
        (b'["zt"]', "not a list of packages"),
        (json.dumps([entry(LINK, package_version=None)]).encode(), "entry 1: no package_version"),
        (json.dumps([entry(LINK, package_version=1.9)]).encode(), "entry 1: no package_version"),
        (json.dumps([entry(LINK, package_version="../x")]).encode(), "version '../x' is not one"),
        (json.dumps([{}, entry(LINK, links=None)]).encode(), "entry 2: links is not a list"),
        (json.dumps([entry(LINK, links=LINK)]).encode(), "entry 1: links is not a list"),
        (json.dumps([entry(LINK, links=[1])]).encode(), "entry 1: links is not a list"),
    ],
)
def test_a_damaged_index(content: bytes, cause: str) -> None:
    with pytest.raises(EngineError) as caught:
        parse(URL, content)
    assert cause in caught.value.message
    assert URL in caught.value.message
    assert caught.value.exit_code == 4
    assert "install FILE.argosmodel" in caught.value.remedy or "again" in caught.value.remedy


@pytest.mark.parametrize(
    "odd", [{}, {"from_code": 3}, {"from_code": "de", "links": 7}, entry(LINK, type="sbd", links=None)]
)
def test_entries_of_no_concern_may_be_odd(odd: dict[str, Any]) -> None:
    assert len(parsed(odd, PUBLISHED[0])) == 1


def test_an_index_of_unhashable_codes_is_no_crash() -> None:
    assert parsed({"from_code": [], "to_code": {}, "type": []}) == []


@pytest.mark.parametrize(
    ("name", "script", "meant"),
    [
        (None, None, ("zt", None)),
        (None, "zh", ("zh", None)),
        ("zh", None, ("zh", None)),
        ("zt-en", "zt", ("zt", None)),
        ("zt_en", None, ("zt", None)),
        ("zh→en", None, ("zh", None)),
        ("translate-zh_en", None, ("zh", None)),
        ("translate-zt_en-1_9", None, ("zt", "1_9")),
        ("zt-1.9", None, ("zt", "1.9")),
    ],
)
def test_wanted(name: str | None, script: str | None, meant: tuple[str, str | None]) -> None:
    assert wanted(name, script) == meant


@pytest.mark.parametrize(
    "name", ["", "ja", "zt-de", "en-zt", "translate-zt_en-", "translate", "zt en", "ztx"]
)
def test_not_wanted(name: str) -> None:
    with pytest.raises(ConfigurationError, match="neither a file nor a package") as caught:
        wanted(name)
    assert caught.value.exit_code == 2
    with pytest.raises(ConfigurationError, match="zt does not read zh"):
        wanted("zt", "zh")


def test_select() -> None:
    entries = parsed(*PUBLISHED, entry(LINK, version="1.10"), entry(LINK, version="1.2"))
    assert select(URL, entries, "zt").version == "1.10"
    assert select(URL, entries, "zt", "1_2") == select(URL, entries, "zt", "1.2")
    assert select(URL, entries, "zh").version == "1.9"
    with pytest.raises(EngineError, match="offers no package zt→en 3") as caught:
        select(URL, entries, "zt", "3")
    assert "translate-zh_en-1_9" in caught.value.remedy
    with pytest.raises(EngineError, match="offers no package zh→en") as caught:
        select(URL, [], "zh")
    assert "none for Chinese to English" in caught.value.remedy
    with pytest.raises(EngineError, match="translate-zt_en-9 has no https address"):
        select(URL, parsed(entry("ipfs://Qm", version="9")), "zt")


def test_an_index_that_cannot_be_had(server: PackageServer) -> None:
    for url in (closed_port(), server.url("/none")):
        with pytest.raises(LinkError) as caught:
            read_index(url)
        assert url in caught.value.message
        assert "briefings model install FILE.argosmodel" in caught.value.remedy
        assert caught.value.exit_code == 4
    assert len(server.asked) == 1  # asked once, and no more


def test_an_index_too_large(server: PackageServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(index, "MAX_INDEX", 10)
    with pytest.raises(LinkError, match="larger than 10 bytes"):
        read_index(server.index(*PUBLISHED))


# asking and installing


def test_installed_from_the_index(
    offer: Offer, server: PackageServer, tiny_file: Path, tmp_path: Path
) -> None:
    assert offer.size == tiny_file.stat().st_size
    told: list[tuple[int, int | None]] = []
    package = install_offer(offer, tmp_path / "p", progress=lambda done, of: told.append((done, of)))
    assert told[0] == (0, offer.size)
    assert told[-1] == (offer.size, offer.size)
    (record,) = lock.read(tmp_path / "p").values()
    assert record.archive_sha256 == hashlib.sha256(tiny_file.read_bytes()).hexdigest()
    assert (record.size, record.source) == (offer.size, server.url("/zt.argosmodel"))
    assert {path.name for path in (tmp_path / "p").iterdir()} == {package.name, lock.FILE, lock.MUTEX}
    # the same as from a file, and an engine opens with it
    assert package.sha256 == install(tiny_file, tmp_path / "file").sha256
    assert open_engine("Hant", "argos", tmp_path / "p").signature().sha256 == package.sha256


def test_what_is_installed_is_not_downloaded_again(
    offer: Offer, server: PackageServer, tiny_file: Path, tmp_path: Path
) -> None:
    package = install_offer(offer, tmp_path)
    digest = hashlib.sha256(tiny_file.read_bytes()).hexdigest()
    server.asked.clear()
    assert install_offer(offer, tmp_path) == package
    assert install_offer(offer, tmp_path, sha256=digest.upper()) == package
    assert server.asked == []
    assert already(package.name, tmp_path, "0" * 64) is None
    (package.path / "model/model.bin").write_bytes(b"damaged")
    assert already(package.name, tmp_path) is None
    assert install_offer(offer, tmp_path).verify() == hash_of(package.name, tmp_path)


def hash_of(name: str, directory: Path) -> str:
    return lock.read(directory)[name].tree_sha256


def test_other_links_are_tried(server: PackageServer, tiny_file: Path, tmp_path: Path) -> None:
    server.package(tiny_file.read_bytes())
    server.files["/html"] = Served(b"<html>")
    links = [closed_port(), server.url("/none"), server.url("/zt.argosmodel"), server.url("/html")]
    offer = ask(parse(server.url("/"), json.dumps([entry(links)]).encode())[0])
    assert offer.links == (links[2], links[3], links[0], links[1])
    server.files["/zt.argosmodel"].status = 503  # well when it was asked, ill when it is to deliver
    offer = Offer(offer.entry, (links[1], links[2], server.url("/second")), offer.size)
    server.files["/second"] = Served(tiny_file.read_bytes())
    install_offer(offer, tmp_path)
    assert lock.read(tmp_path)["translate-zt_en-0_1"].source == server.url("/second")


def test_no_link_delivers(server: PackageServer, tmp_path: Path) -> None:
    found = Entry("translate-zt_en-1", "zt", "1", (closed_port(), server.url("/none")))
    for act in (lambda: ask(found), lambda: install_offer(Offer(found, found.links, None), tmp_path)):
        with pytest.raises(LinkError) as caught:
            act()
        assert "cannot be reached" in caught.value.message
        assert "/none: the server answers 404" in caught.value.message
        assert "install FILE.argosmodel" in caught.value.remedy
    assert discover(tmp_path) == []
    with pytest.raises(LinkError) as caught:
        ask(Entry("translate-zt_en-1", "zt", "1", (server.url("/none"),)))
    assert caught.value.message == f"{server.url('/none')}: the server answers 404 Not Found"


REFUSED: dict[str, tuple[Callable[[Path, Path], bytes], str]] = {
    "a page instead": (lambda _file, _folder: b"<html>Please sign in</html>", "not a zip archive"),
    "half of it": (lambda file, _folder: file.read_bytes()[:20_000], "not a zip archive"),
    "bit rot": (lambda file, _folder: _flipped(file.read_bytes()), "damaged zip|cannot be unpacked"),
    "Simplified, not Traditional": (
        lambda _file, folder: build(folder, "zh").read_bytes(),
        "reads zh, not zt as was said of it",
    ),
    "another pair": (lambda _file, folder: build(folder, "ja").read_bytes(), "translates ja→en"),
}


def _flipped(content: bytes) -> bytes:
    place = len(content) // 2
    return content[:place] + bytes([content[place] ^ 255]) + content[place + 1 :]


@pytest.mark.parametrize("case", REFUSED)
def test_what_arrives_is_refused(
    case: str, offer: Offer, server: PackageServer, tiny_file: Path, tmp_path: Path
) -> None:
    make, cause = REFUSED[case]
    (tmp_path / "made").mkdir()
    server.files["/zt.argosmodel"].content = make(tiny_file, tmp_path / "made")
    with pytest.raises(EngineError, match=cause) as caught:
        install_offer(offer, tmp_path / "p")
    assert caught.value.exit_code == 4
    assert server.url("/zt.argosmodel") in caught.value.message  # and not some hidden file's name
    assert index.PART not in str(caught.value)
    assert discover(tmp_path / "p") == []
    assert parts(tmp_path / "p") == []
    # sound again, it is downloaded anew
    server.files["/zt.argosmodel"].content = tiny_file.read_bytes()
    assert install_offer(offer, tmp_path / "p").name == "translate-zt_en-0_1"


def test_a_wrong_hash(offer: Offer, tiny_file: Path, tmp_path: Path) -> None:
    with pytest.raises(EngineError, match="hash mismatch") as caught:
        install_offer(offer, tmp_path, sha256="0" * 64)
    assert hashlib.sha256(tiny_file.read_bytes()).hexdigest() in caught.value.message
    assert discover(tmp_path) == []
    assert parts(tmp_path) == []


def test_the_published_file_changed_since(offer: Offer, server: PackageServer, tmp_path: Path) -> None:
    """The record knows this version with another hash: refused, until a person says that it is wanted."""
    package = install_offer(offer, tmp_path / "p")
    old = package.sha256
    other = build(tmp_path, seed=8).read_bytes()
    server.files["/zt.argosmodel"] = Served(other, {"ETag": '"two"'})
    (package.path / "model/model.bin").write_bytes(b"damaged")
    with pytest.raises(EngineError, match=r"hash mismatch: translate-zt_en-0_1 is recorded") as caught:
        install_offer(offer, tmp_path / "p")
    digest = hashlib.sha256(other).hexdigest()
    assert f"--sha256 {digest}" in caught.value.remedy
    assert "briefings model remove translate-zt_en-0_1" in caught.value.remedy
    assert hash_of(package.name, tmp_path / "p") == old
    assert install_offer(offer, tmp_path / "p", sha256=digest).sha256 != old


def test_another_version_than_the_index_says(server: PackageServer, tiny_file: Path, tmp_path: Path) -> None:
    server.package(tiny_file.read_bytes())
    url = server.index(entry(server.url("/zt.argosmodel"), version="0.2"))
    told: list[str] = []
    package = install_offer(ask(select(url, read_index(url), "zt")), tmp_path, notice=told.append)
    assert package.name == "translate-zt_en-0_1"
    assert told == ["the index calls it translate-zt_en-0_2; the package itself says translate-zt_en-0_1"]


def test_a_broken_download_goes_on_in_the_next_run(
    offer: Offer, server: PackageServer, tiny_file: Path, tmp_path: Path
) -> None:
    server.files["/zt.argosmodel"].cuts = [20_000, 0]
    with pytest.raises(LinkError, match="the connection broke at 20,000"):
        install_offer(offer, tmp_path)
    assert discover(tmp_path) == []
    server.files["/zt.argosmodel"].cuts = []
    install_offer(offer, tmp_path)
    assert server.gets("/zt.argosmodel")[-1].headers["Range"] == "bytes=20000-"
    (record,) = lock.read(tmp_path).values()
    assert record.archive_sha256 == hashlib.sha256(tiny_file.read_bytes()).hexdigest()
    assert parts(tmp_path) == []


def test_old_partial_downloads_are_swept(offer: Offer, tmp_path: Path) -> None:
    for name, when in ((".download-old", 0.0), (".download-old.json", 0.0), (".download-new", time.time())):
        (tmp_path / name).touch()
        os.utime(tmp_path / name, (when, when))
    install_offer(offer, tmp_path)
    assert [path.name for path in tmp_path.glob(".download-*")] == [".download-new"]


# full disks


def test_too_little_space_is_seen_before_the_download(
    offer: Offer, server: PackageServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    usage = namedtuple("usage", "total used free")  # noqa: PYI024  (shutil's own shape)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage(10, 5, 5))
    with pytest.raises(EngineError, match=r"bytes are needed to download and unpack .*, 5 are free"):
        install_offer(offer, tmp_path)
    assert server.gets("/zt.argosmodel") == []


def test_space_for_the_file_alone_keeps_the_file(
    offer: Offer, server: PackageServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    usage = namedtuple("usage", "total used free")  # noqa: PYI024  (shutil's own shape)
    with monkeypatch.context() as patch:
        patch.setattr(shutil, "disk_usage", lambda _: usage(10, 5, 5))
        with pytest.raises(EngineError, match=r"needs .* bytes, .* has 5"):
            install_offer(Offer(offer.entry, offer.links, None), tmp_path)
    assert len(parts(tmp_path)) == 1
    install_offer(offer, tmp_path)
    assert len(server.gets("/zt.argosmodel")) == 1
    assert parts(tmp_path) == []


@pytest.mark.parametrize(
    ("error", "cause"), [(errno.ENOSPC, "the disk is full"), (errno.EACCES, "cannot be written")]
)
@pytest.mark.parametrize("step", ["note", "part"])
def test_the_disk_fails_during_the_download(
    step: str, error: int, cause: str, offer: Offer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_arguments: object, **_options: object) -> None:
        raise OSError(error, os.strerror(error))

    with monkeypatch.context() as patch:
        if step == "part":
            patch.setattr(downloading, "_receive", fail)
        else:
            patch.setattr("tempfile.mkstemp", fail)
        with pytest.raises(EngineError, match=cause) as caught:
            install_offer(offer, tmp_path)
    assert caught.value.exit_code == 4
    assert caught.value.remedy
    assert discover(tmp_path) == []
    assert install_offer(offer, tmp_path).verify()


# several processes, and kills

INSTALLS = """
import sys
from pathlib import Path
from translate.engines import index
url, folder = sys.argv[1:3]
offer = index.ask(index.select(url, index.read_index(url), "zt"))
print("asked", flush=True)
package = index.install_offer(offer, Path(folder), notice=lambda text: print(text, flush=True))
print(package.verify(anew=True))
"""


def installing(url: str, folder: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", INSTALLS, url, folder], cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip


def test_two_processes_at_once(offer: Offer, server: PackageServer, tmp_path: Path) -> None:
    url = server.url("/index.json")
    both = [installing(url, tmp_path) for _ in range(2)]
    outputs = [process.communicate(timeout=120) for process in both]
    assert [process.returncode for process in both] == [0, 0], outputs
    assert len({out.splitlines()[-1] for out, _ in outputs}) == 1
    assert len(server.gets("/zt.argosmodel")) == 1  # the second waited, and found it installed
    assert [package.name for package in discover(tmp_path)] == [offer.entry.name]
    assert discover(tmp_path)[0].verify(anew=True)


def test_killed_in_mid_download(offer: Offer, server: PackageServer, tmp_path: Path) -> None:
    """``kill -9`` while bytes come; the next run goes on from there."""
    server.files["/zt.argosmodel"].stalls = 20_000
    with installing(server.url("/index.json"), tmp_path) as process:
        end = time.monotonic() + 60
        while not any(part.stat().st_size == 20_000 for part in parts(tmp_path)):
            assert time.monotonic() < end, "the download never came so far"
            time.sleep(0.02)
        process.send_signal(signal.SIGKILL)
    assert process.returncode == -signal.SIGKILL
    assert discover(tmp_path) == []
    server.files["/zt.argosmodel"].stalls = None
    assert install_offer(offer, tmp_path, patience=Patience()).verify(anew=True)
    assert server.gets("/zt.argosmodel")[-1].headers["Range"] == "bytes=20000-"


# hints


def test_what_others_report_is_a_hint() -> None:
    size, digest = index.REPORTED["translate-zt_en-1_9"]
    same = report("translate-zt_en-1_9", size, digest)
    assert same is not None
    assert "is the one reported elsewhere" in same
    assert "not confirmed by us" in same
    for told in (report("translate-zt_en-1_9", 1, digest), report("translate-zt_en-1_9", size, "0" * 64)):
        assert told is not None
        assert "is NOT the one" in told
        assert "not confirmed by us" in told
    assert report("translate-zt_en-1_8", size, digest) is None
