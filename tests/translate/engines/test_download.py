"""Connections and downloads, through a real server on loopback that misbehaves."""

from __future__ import annotations

import ast
import errno
import hashlib
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Self

import pytest

from tests.resources.package_server import PackageServer, Served, closed_port, running
from tests.translate.engines.conftest import ROOT
from translate.engines import download as downloading
from translate.engines.connection import LinkError, Patience, require_safe, require_same_side
from translate.engines.download import discard, download, fetch, size_of

CONTENT = bytes(range(256)) * 4_000
SHA256 = hashlib.sha256(CONTENT).hexdigest()
QUICK = Patience(connect=5, read=0.4, small=0.8)
WHOLE = (len(CONTENT), SHA256)


@pytest.fixture
def server() -> Iterator[PackageServer]:
    with running() as server:
        server.files["/x"] = Served(CONTENT, {"ETag": '"one"'})
        yield server


@pytest.fixture
def part(tmp_path: Path) -> Path:
    return tmp_path / "part"


def broken_at(server: PackageServer, part: Path, place: int, **headers: str) -> Served:
    """Break a download for good at ``place``; the server is sound afterwards."""
    served = server.files["/x"] = Served(CONTENT, headers or {"ETag": '"one"'}, cuts=[place, 0])
    with pytest.raises(LinkError, match="the connection broke at") as caught:
        download(server.url("/x"), part)
    assert "Run the same command again" in caught.value.remedy
    assert part.stat().st_size == place
    served.cuts.clear()
    server.asked.clear()
    return served


# downloads


def test_whole_with_progress(server: PackageServer, part: Path) -> None:
    told: list[tuple[int, int | None]] = []
    assert download(server.url("/x"), part, lambda done, of: told.append((done, of))) == WHOLE
    assert part.read_bytes() == CONTENT
    assert told[0] == (0, len(CONTENT))
    assert told[-1] == (len(CONTENT), len(CONTENT))
    assert told == sorted(told)
    assert server.asked[0].headers["User-Agent"].startswith("summit-briefings/")


def test_a_dropped_connection_is_taken_up_at_once(server: PackageServer, part: Path) -> None:
    server.files["/x"].cuts = [300_000, 200_000]
    assert download(server.url("/x"), part) == WHOLE
    assert part.read_bytes() == CONTENT
    ranges = [asked.headers.get("Range") for asked in server.gets("/x")]
    assert ranges == [None, "bytes=300000-", "bytes=500000-"]
    assert server.asked[1].headers["If-Range"] == '"one"'


def test_no_storm_of_tries(server: PackageServer, part: Path) -> None:
    server.files["/x"].cuts = [1_000] * 50
    with pytest.raises(LinkError, match="the connection broke at 5,000 of 1,024,000 bytes"):
        download(server.url("/x"), part)
    assert len(server.asked) == downloading.TRIES
    server.files["/x"].cuts = [0] * 50
    server.asked.clear()
    with pytest.raises(LinkError, match="the connection broke at 5,000"):
        download(server.url("/x"), part)
    assert len(server.asked) == 1


@pytest.mark.parametrize(
    "validator", [{"ETag": '"one"'}, {"Last-Modified": "Fri, 20 Nov 2026 10:00:00 GMT"}], ids=["etag", "date"]
)
def test_a_later_run_goes_on_and_hashes_the_whole(
    validator: dict[str, str], server: PackageServer, part: Path
) -> None:
    broken_at(server, part, 400_000, **validator)
    told: list[int] = []
    assert download(server.url("/x"), part, lambda done, _: told.append(done)) == WHOLE
    assert [asked.headers.get("Range") for asked in server.asked] == ["bytes=400000-"]
    assert told[0] == 400_000
    assert part.read_bytes() == CONTENT


@pytest.mark.parametrize("weak", [{"ETag": 'W/"one"'}, {"X-Nothing": "1"}], ids=["weak etag", "no validator"])
def test_without_a_strong_validator_it_begins_anew(
    weak: dict[str, str], server: PackageServer, part: Path
) -> None:
    broken_at(server, part, 400_000, **weak)
    assert download(server.url("/x"), part) == WHOLE
    assert [asked.headers.get("Range") for asked in server.asked] == [None]


def test_a_server_that_ignores_ranges(server: PackageServer, part: Path) -> None:
    broken_at(server, part, 400_000).ranges = False
    told: list[int] = []
    assert download(server.url("/x"), part, lambda done, _: told.append(done)) == WHOLE
    assert told[0] == 0
    assert part.read_bytes() == CONTENT


@pytest.mark.parametrize("ranges", [True, "always"], ids=["answers with the whole", "ignores If-Range"])
def test_the_file_changed_between_parts(ranges: bool | str, server: PackageServer, part: Path) -> None:
    broken_at(server, part, 400_000)
    other = CONTENT[::-1]
    server.files["/x"] = Served(other, {"ETag": '"two"'}, ranges=ranges)
    assert download(server.url("/x"), part) == (len(other), hashlib.sha256(other).hexdigest())
    assert part.read_bytes() == other


def test_the_file_became_shorter_than_the_part(server: PackageServer, part: Path) -> None:
    broken_at(server, part, 400_000)
    other = CONTENT[:1_000]
    server.files["/x"] = Served(other, {"ETag": '"two"'}, ranges="always")
    assert download(server.url("/x"), part) == (1_000, hashlib.sha256(other).hexdigest())


@pytest.mark.parametrize("answer", ["bytes 5-9/10", "bytes 400000-", "", "bytes 400000-999999/1000000"])
def test_a_partial_answer_to_another_question(answer: str, server: PackageServer, part: Path) -> None:
    broken_at(server, part, 400_000).headers["Content-Range"] = answer
    assert download(server.url("/x"), part) == WHOLE
    assert [asked.headers.get("Range") for asked in server.asked] == ["bytes=400000-", None]


def test_a_part_of_another_file_or_without_a_note(server: PackageServer, part: Path) -> None:
    broken_at(server, part, 400_000)
    server.files["/y"] = Served(CONTENT[:9], {"ETag": '"one"'})
    assert download(server.url("/y"), part)[0] == 9
    part.with_name("part.json").write_text("[1]")
    part.write_bytes(b"?")
    assert download(server.url("/x"), part) == WHOLE


def test_a_whole_part_needs_no_network(server: PackageServer, part: Path) -> None:
    download(server.url("/x"), part)
    server.asked.clear()
    assert download(server.url("/x"), part) == WHOLE
    assert server.asked == []
    discard(part)
    assert list(part.parent.iterdir()) == []
    discard(part)


def test_a_server_that_tells_no_length(server: PackageServer, part: Path) -> None:
    server.files["/x"].length = False
    told: list[int | None] = []
    assert download(server.url("/x"), part, lambda _, of: told.append(of)) == WHOLE
    assert set(told) == {None}


def test_declared_longer_than_it_is(server: PackageServer, part: Path) -> None:
    server.files["/x"].headers["Content-Length"] = str(len(CONTENT) + 7)
    with pytest.raises(LinkError, match="the connection broke at 1,024,000 of 1,024,007 bytes"):
        download(server.url("/x"), part)


def test_too_large(server: PackageServer, part: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(downloading, "MAX_ARCHIVE", 1_000)
    with pytest.raises(LinkError, match="1,024,000 bytes, more than 1,000"):
        download(server.url("/x"), part)
    server.files["/x"].length = False
    with pytest.raises(LinkError, match="sends more than 1,000 bytes"):
        download(server.url("/x"), part)
    assert not part.exists()


def test_a_server_that_falls_silent(server: PackageServer, part: Path) -> None:
    server.files["/x"].stalls = 1_000
    with pytest.raises(LinkError, match="the server fell silent") as caught:
        download(server.url("/x"), part, patience=QUICK)
    assert "goes on from there" in caught.value.remedy
    server.files["/x"].stalls = None
    assert download(server.url("/x"), part) == WHOLE
    assert server.asked[-1].headers["Range"].startswith("bytes=")


def test_disk_full_keeps_what_came(
    server: PackageServer, part: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A disk with room for 300,000 bytes."""
    real = Path.open

    def opened(self: Path, mode: str = "r", *rest: Any, **options: Any) -> Any:
        file = real(self, mode, *rest, **options)
        return Full(file, 300_000) if mode == "ab" else file

    with monkeypatch.context() as patch:
        patch.setattr(Path, "open", opened)
        with pytest.raises(OSError, match="No space left") as caught:
            download(server.url("/x"), part)
    assert caught.value.errno == errno.ENOSPC
    kept = part.stat().st_size
    assert 0 < kept <= 300_000
    server.asked.clear()
    assert download(server.url("/x"), part) == WHOLE
    assert server.asked[0].headers["Range"] == f"bytes={kept}-"


class Full:
    """A file on a disk with room for ``left`` bytes."""

    def __init__(self, file: Any, left: int) -> None:
        self.file, self.left = file, left

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.file.close()

    def write(self, chunk: bytes) -> None:
        self.file.write(chunk[: self.left])
        self.left -= len(chunk)
        if self.left < 0:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    def flush(self) -> None:
        self.file.flush()


# small files and sizes


def test_fetch_and_size(server: PackageServer) -> None:
    assert fetch(server.url("/x"), len(CONTENT)) == CONTENT
    assert size_of(server.url("/x")) == len(CONTENT)
    assert [asked.method for asked in server.asked] == ["GET", "HEAD"]


@pytest.mark.parametrize("status", [400, 403, 405, 501])
def test_a_server_without_head(status: int, server: PackageServer) -> None:
    server.files["/x"].head = status
    assert size_of(server.url("/x")) is None


def test_fetch_has_limits(server: PackageServer) -> None:
    with pytest.raises(LinkError, match="larger than 1,000 bytes"):
        fetch(server.url("/x"), 1_000)
    server.files["/x"].cuts = [10]
    with pytest.raises(LinkError, match="the connection broke after 10 bytes"):
        fetch(server.url("/x"), len(CONTENT))


def test_a_trickle_has_an_end(server: PackageServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(downloading, "CHUNK", 1)
    with pytest.raises(LinkError, match=r"not complete after 0\.05 seconds"):
        fetch(server.url("/x"), len(CONTENT), Patience(small=0.05))


# what cannot be had


@pytest.mark.parametrize("status", [404, 403, 500, 503, 300])
def test_statuses(status: int, server: PackageServer, part: Path) -> None:
    server.files["/x"] = Served(status=status, head=status)
    for ask in (lambda url: fetch(url, 9), lambda url: download(url, part)):
        with pytest.raises(LinkError, match=f"/x: the server answers {status} ") as caught:
            ask(server.url("/x"))
        assert caught.value.exit_code == 4
        assert "install FILE.argosmodel" in caught.value.remedy
    assert len(server.asked) == 2


def test_an_odd_success(server: PackageServer, part: Path) -> None:
    server.files["/x"].status = 206
    with pytest.raises(LinkError, match="the server answers 206, not with the file"):
        download(server.url("/x"), part)


def test_nobody_listens(part: Path) -> None:
    url = closed_port()
    for ask in (lambda: fetch(url, 9), lambda: size_of(url), lambda: download(url, part)):
        with pytest.raises(LinkError, match=r"cannot be reached \(Connection refused\)") as caught:
            ask()
        assert url in caught.value.message
        assert "install FILE.argosmodel" in caught.value.remedy


def test_a_name_that_nobody_knows() -> None:
    with pytest.raises(LinkError, match="cannot be reached"):
        fetch("https://nowhere.invalid/index.json", 9)


def test_connected_but_no_answer(server: PackageServer) -> None:
    import socket  # noqa: PLC0415

    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"http://127.0.0.1:{silent.getsockname()[1]}/"
        with pytest.raises(LinkError, match=r"no answer in 0\.4 seconds"):
            fetch(url, 9, QUICK)
    assert server.asked == []


def test_not_http(server: PackageServer) -> None:
    port = server.url("").rsplit(":", 1)[1]
    with pytest.raises(LinkError, match="cannot be reached"):
        fetch(f"https://127.0.0.1:{port}/x", 9, QUICK)


def test_redirects(server: PackageServer, part: Path) -> None:
    server.files["/a"] = Served(status=302, head=302, headers={"Location": "/b"})
    server.files["/b"] = Served(status=307, head=307, headers={"Location": server.url("/x")})
    assert size_of(server.url("/a")) == len(CONTENT)
    assert [asked.method for asked in server.asked] == ["HEAD"] * 3
    server.files["/x"].cuts = [1_000]
    assert download(server.url("/a"), part) == WHOLE
    assert server.asked[-1].headers["Range"] == "bytes=1000-"


@pytest.mark.parametrize(
    ("location", "cause"),
    [
        ("/a", "redirects in a circle"),
        ("http://example.com/x", "refused: not https"),
        ("ftp://example.com/x", "refused: not https"),
        ("file:///etc/passwd", "refused: redirects to what is not https"),
        ("https://user:secret@example.com/", "names and passwords"),
    ],
)
def test_redirects_that_are_not_followed(location: str, cause: str, server: PackageServer) -> None:
    server.files["/a"] = Served(status=302, headers={"Location": location})
    with pytest.raises(LinkError, match=cause) as caught:
        fetch(server.url("/a"), 9)
    assert "secret" not in str(caught.value)


def test_a_long_chain_of_redirects(server: PackageServer) -> None:
    for number in range(20):
        server.files[f"/{number}"] = Served(status=302, headers={"Location": f"/{number + 1}"})
    with pytest.raises(LinkError, match="more than 5 times"):
        fetch(server.url("/0"), 9)
    assert len(server.asked) < 8


def test_an_encoding_that_was_not_asked_for(server: PackageServer) -> None:
    server.files["/x"].headers["Content-Encoding"] = "gzip"
    with pytest.raises(LinkError, match="encoded as gzip"):
        fetch(server.url("/x"), len(CONTENT))
    assert server.asked[0].headers["Accept-Encoding"] == "identity"


def test_no_proxy_for_this_machine(server: PackageServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", closed_port())
    monkeypatch.delenv("no_proxy", raising=False)
    assert fetch(server.url("/x"), len(CONTENT)) == CONTENT


# addresses


@pytest.mark.parametrize(
    "url", ["https://example.com/x", "http://localhost:1/x", "http://127.0.0.1/", "http://[::1]:80/"]
)
def test_safe_addresses(url: str) -> None:
    require_safe(url)


@pytest.mark.parametrize(
    "url",
    [
        "http://example.com/x", "http://127.0.0.1.example.com/", "file:///etc/passwd", "ipfs://Qm", "x", "",
        "https://", "https://a b/", "https://a:b/", "https://u:secret@example.com/", "https://[::1/",
        "https://example.com/\nHost: x", "//example.com/x", "data:,x",
    ],
)  # fmt: skip
def test_unsafe_addresses(url: str, part: Path) -> None:
    for ask in (lambda: require_safe(url), lambda: fetch(url, 9), lambda: download(url, part)):
        with pytest.raises(LinkError) as caught:
            ask()
        assert "https://" in caught.value.remedy
        assert "secret" not in str(caught.value)


def test_nobody_sends_us_to_this_machine() -> None:
    require_same_side("http://localhost/a", "http://127.0.0.1/b")
    require_same_side("https://example.com/a", "https://example.org/b")
    with pytest.raises(LinkError, match="on this machine"):
        require_same_side("https://example.com/a", "http://127.0.0.1:8080/b")


# nobody else

NETWORK = frozenset(
    {"socket", "ssl", "http", "urllib.request", "urllib.error", "ftplib", "smtplib", "poplib", "imaplib"}
    | {"telnetlib", "xmlrpc", "requests", "httpx", "urllib3", "aiohttp", "pooch"}
)
PATH_FUNCTIONS = frozenset({"url2pathname", "pathname2url"})
"""Of ``urllib.request``, but they only rewrite strings."""


def _network(source: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(source.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names = {alias.name for alias in node.names}
            if names - PATH_FUNCTIONS:
                found |= {node.module, *(f"{node.module}.{name}" for name in names)}
    return {name for name in found if any(name == key or name.startswith(f"{key}.") for key in NETWORK)}


def test_only_two_modules_use_the_network() -> None:
    users = {
        path.relative_to(ROOT).as_posix()
        for package in ("translate", "briefings")
        for path in (ROOT / package).rglob("*.py")
        if _network(path)
    }
    assert users == {"translate/engines/connection.py", "translate/engines/download.py"}


def test_only_installation_reaches_them() -> None:
    """Nothing that a build runs imports the network's modules, by whatever way."""
    network = {"connection", "download", "index"}
    users = set()
    for package in ("translate", "briefings"):
        for path in (ROOT / package).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("translate.engines"):
                    named = {alias.name for alias in node.names} | {str(node.module).rsplit(".", 1)[-1]}
                    if named & network:
                        users.add(path.name)
    assert users == {"download.py", "index.py", "cli_model.py"}
