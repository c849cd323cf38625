"""Fetch files over HTTP: small ones whole, packages with progress and so that a broken download goes on.

Sizes have limits, and nothing is tried again unless the last try got further.
"""

from __future__ import annotations

import hashlib
import http.client
import json
import re
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from translate.engines.connection import GOES_ON, PATIENCE, LinkError, Patience, open_url, reason_of
from translate.errors import BriefingsError
from translate.files import write_atomically

if TYPE_CHECKING:
    from collections.abc import Callable

MAX_ARCHIVE: Final = 4 << 30
TRIES: Final = 5
"""Per link. A further one is made only if the last brought bytes and the server can go on from there."""
CHUNK: Final = 1 << 18


@dataclass(frozen=True, slots=True)
class _Part:
    """What is known of a file that is downloaded in part.

    Attributes:
        validator: the server's word for this version of the file (a strong ETag,
            else the date of its last change); ``""``: it cannot be gone on with.
        total: bytes of the whole; ``None`` if the server did not say.
    """

    url: str
    validator: str
    total: int | None


def fetch(url: str, limit: int, patience: Patience = PATIENCE) -> bytes:
    """The content of a small file.

    Args:
        url: its address.
        limit: bytes beyond which it is refused.
        patience: how long to wait.

    Raises:
        LinkError: it cannot be had, or is too large.
    """
    end = time.monotonic() + patience.small
    content = b""
    with open_url(url, patience) as response:
        while chunk := _read(url, response):
            content += chunk
            if len(content) > limit:
                raise LinkError(f"{url}: larger than {limit:,} bytes")
            if time.monotonic() > end:
                raise LinkError(f"{url}: not complete after {patience.small:g} seconds")
        if response.length:
            raise LinkError(f"{url}: the connection broke after {len(content):,} bytes")
    return content


def size_of(url: str, patience: Patience = PATIENCE) -> int | None:
    """Bytes of the file at ``url``, without fetching it; ``None`` if the server does not say.

    Raises:
        LinkError: the server cannot be reached, or has no such file.
    """
    try:
        with open_url(url, patience, method="HEAD") as response:
            return _length(response)
    except LinkError as error:
        if error.status in {400, 403, 405, 501}:  # some servers answer GET only
            return None
        raise


def download(
    url: str,
    part: Path,
    progress: Callable[[int, int | None], None] | None = None,
    patience: Patience = PATIENCE,
) -> tuple[int, str]:
    """Fetch the file at ``url`` into ``part``, going on with what is there of the same version.

    Args:
        url: its address.
        part: where to; kept when the download breaks. Beside it ``part.json`` says what it is a part of.
        progress: told bytes done and bytes in all, if known.
        patience: how long to wait.

    Returns:
        Bytes and SHA-256 of the whole.

    Raises:
        LinkError: it broke, and at once again.
        OSError: it cannot be written.
    """
    tell = progress or (lambda _done, _total: None)
    for left in reversed(range(TRIES)):
        size_before = part.stat().st_size if part.exists() else 0
        try:
            return _attempt(url, part, tell, patience)
        except LinkError:
            known = _known(part, url)
            further = part.exists() and part.stat().st_size > size_before
            if not left or not further or known is None or not known.validator:
                raise
    raise AssertionError  # the last try returns or raises


def discard(part: Path) -> None:
    """Remove a partial download and what is noted of it."""
    part.unlink(missing_ok=True)
    _note(part).unlink(missing_ok=True)


def _attempt(
    url: str, part: Path, tell: Callable[[int, int | None], None], patience: Patience
) -> tuple[int, str]:
    known = _known(part, url)
    start = part.stat().st_size if known is not None and part.exists() else 0
    if known is not None and start and start == known.total:
        tell(start, start)
        return start, _hash_of(part).hexdigest()
    if known is not None and start and known.validator:
        headers = {"Range": f"bytes={start}-", "If-Range": known.validator}
        try:
            with open_url(url, patience, headers=headers) as response:
                if response.status != http.client.PARTIAL_CONTENT:
                    return _receive_anew(url, response, part, tell)
                if _continues(response, start, known):
                    return _receive(response, part, known, start, tell)
        except LinkError as error:
            if error.status != http.client.REQUESTED_RANGE_NOT_SATISFIABLE:
                raise
        # it cannot go on from there, though it said so
    with open_url(url, patience) as response:
        return _receive_anew(url, response, part, tell)


def _receive_anew(
    url: str,
    response: http.client.HTTPResponse,
    part: Path,
    tell: Callable[[int, int | None], None],
) -> tuple[int, str]:
    """Receive the whole; what was there is of no use."""
    if response.status != http.client.OK:
        raise LinkError(f"{url}: the server answers {response.status}, not with the file")
    known = _Part(url, _validator(response), _length(response))
    if known.total is not None and known.total > MAX_ARCHIVE:
        raise LinkError(f"{url}: {known.total:,} bytes, more than {MAX_ARCHIVE:,}")
    discard(part)
    _write_note(part, known)
    return _receive(response, part, known, 0, tell)


def _receive(
    response: http.client.HTTPResponse,
    part: Path,
    known: _Part,
    start: int,
    tell: Callable[[int, int | None], None],
) -> tuple[int, str]:
    """Append what comes; bytes and hash of the whole once it is complete."""
    digest = _hash_of(part) if start else hashlib.sha256()
    most = MAX_ARCHIVE if known.total is None else known.total
    done = start
    tell(done, known.total)
    with part.open("ab") as file:
        while chunk := _read(known.url, response):
            done += len(chunk)
            if done > most:
                discard(part)
                raise LinkError(f"{known.url}: the server sends more than {most:,} bytes")
            file.write(chunk)
            file.flush()  # a killed run keeps what had come
            digest.update(chunk)
            tell(done, known.total)
    if known.total is not None and done != known.total:
        raise LinkError(
            f"{known.url}: the connection broke at {done:,} of {known.total:,} bytes",
            GOES_ON,
        )
    return done, digest.hexdigest()


def _read(url: str, response: http.client.HTTPResponse) -> bytes:
    """The next bytes; none at the end."""
    try:
        return response.read1(CHUNK)
    except TimeoutError as error:
        raise LinkError(f"{url}: the server fell silent", GOES_ON) from error
    except (OSError, http.client.HTTPException) as error:
        raise LinkError(f"{url}: the connection broke ({reason_of(error)})", GOES_ON) from error


def _hash_of(path: Path) -> Any:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256")


def _note(part: Path) -> Path:
    return part.with_name(f"{part.name}.json")


def _write_note(part: Path, known: _Part) -> None:
    note = {"url": known.url, "validator": known.validator, "total": known.total}
    try:
        write_atomically(_note(part), json.dumps(note).encode())
    except BriefingsError as error:
        raise error.__cause__ or error from None


def _known(part: Path, url: str) -> _Part | None:
    """What is noted of ``part``, if it is a part of the file at ``url``."""
    try:
        note = json.loads(_note(part).read_bytes())
        known = _Part(str(note["url"]), str(note["validator"]), note["total"])
    except (OSError, ValueError, KeyError, TypeError):
        return None
    good = known.url == url and (known.total is None or isinstance(known.total, int))
    return known if good else None


def _continues(response: http.client.HTTPResponse, start: int, known: _Part) -> bool:
    """Whether a partial answer begins where the part ends, in the same version of the file."""
    match = re.fullmatch(r"bytes (\d+)-\d+/(\d+|\*)", response.headers.get("Content-Range", ""))
    if match is None or int(match[1]) != start:
        return False
    if known.total is not None and match[2] != "*" and int(match[2]) != known.total:
        return False
    return _validator(response) in {"", known.validator}


def _validator(response: http.client.HTTPResponse) -> str:
    etag = response.headers.get("ETag", "")
    if etag and not etag.startswith("W/"):
        return etag
    return response.headers.get("Last-Modified", "")


def _length(response: http.client.HTTPResponse) -> int | None:
    text = response.headers.get("Content-Length", "")
    return int(text) if text.isdecimal() else None
