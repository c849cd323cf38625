"""Argos's package index: what it offers for Chinese to English, and installing from it."""

from __future__ import annotations

import errno
import hashlib
import json
import re
import shutil
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urljoin

from translate.engines import install, lock
from translate.engines.connection import (
    PATIENCE,
    LinkError,
    Patience,
    require_safe,
    require_same_side,
)
from translate.engines.download import discard, download, fetch, size_of
from translate.engines.packages import ENGLISH, SIMPLIFIED, TRADITIONAL, package_name, version_key
from translate.errors import ConfigurationError, EngineError

if TYPE_CHECKING:
    from collections.abc import Callable

    from translate.engines.packages import InstalledPackage

DEFAULT_INDEX: Final = "https://raw.githubusercontent.com/argosopentech/argospm-index/main/index.json"
MAX_INDEX: Final = 10 << 20
"""The published one has 30 kB."""

PART: Final = ".download-"
STALE_SECONDS: Final = 30 * 24 * 60 * 60

REPORTED: Final = {
    "translate-zt_en-1_9": (
        74_498_034,
        "a9ea826d801f059dd47f1f47b6c1dc9d762519a80ea3afd2a982130a42a25486",
    )
}
"""Size and hash of published packages as others report them. Not confirmed by us: a hint, never a gate."""

_WANTED = re.compile(
    r"""(?:translate-)? (?P<code>zt|zh) (?:(?:[-_]|→|->)en)? (?:-(?P<version>[0-9][0-9A-Za-z._+]*))?""",
    re.VERBOSE,
)
_REMEDY = "Check the address of the index, or install a file: briefings model install FILE.argosmodel"


@dataclass(frozen=True, slots=True)
class Entry:
    """A package of the index.

    Attributes:
        name: pair and version, as it would be installed.
        from_code: language that it reads.
        version: of the package.
        links: addresses of its file, in order of preference.
    """

    name: str
    from_code: str
    version: str
    links: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Offer:
    """An entry that a server answered for.

    Attributes:
        entry: what it is.
        links: addresses to try, the one that answered first.
        size: bytes of its file, if the server said.
    """

    entry: Entry
    links: tuple[str, ...]
    size: int | None


def wanted(name: str | None = None, script: str | None = None) -> tuple[str, str | None]:
    """Which package a user means.

    Args:
        name: such as ``zt``, ``zt-en``, ``translate-zt_en`` or ``translate-zt_en-1_9``, if any.
        script: source language, ``zt`` or ``zh``, if given apart.

    Returns:
        Code of the source language, and the version or ``None`` for the highest.

    Raises:
        ConfigurationError: it is no package for Chinese to English, or both disagree.
    """
    if name is None:
        return script or TRADITIONAL, None
    match = _WANTED.fullmatch(name)
    if match is None:
        raise ConfigurationError(
            f"{name}: neither a file nor a package for Chinese to English",
            "Name a file that is there, or: translate-zt_en (Traditional), translate-zh_en (Simplified).",
        )
    if script is not None and script != match["code"]:
        raise ConfigurationError(f"{name} does not read {script}", "Leave out one of the two.")
    return match["code"], match["version"]


def read_index(url: str, patience: Patience = PATIENCE) -> list[Entry]:
    """The index's packages for Chinese to English.

    Raises:
        EngineError: it cannot be had, or is no index.
    """
    return parse(url, fetch(url, MAX_INDEX, patience))


def parse(url: str, content: bytes) -> list[Entry]:
    """The packages for Chinese to English in an index.

    Entries of other languages are passed over, whatever they look like.

    Args:
        url: where it is from; relative links start there.
        content: JSON, an array of objects.

    Raises:
        EngineError: it is no index, or one of our entries is damaged.
    """
    try:
        data = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise EngineError(f"{url}: not a package index: not JSON ({error})", _REMEDY) from error
    if not isinstance(data, list) or not all(isinstance(item, dict) for item in data):
        raise EngineError(f"{url}: not a package index: not a list of packages", _REMEDY)
    return [
        _entry(url, number, item)
        for number, item in enumerate(data, 1)
        if item.get("from_code") in (TRADITIONAL, SIMPLIFIED)  # a tuple: it may be unhashable
        and item.get("to_code") == ENGLISH
        and item.get("type", "translate") == "translate"
    ]


def _entry(url: str, number: int, item: dict[str, Any]) -> Entry:
    where = f"{url}: entry {number}"
    version, links = item.get("package_version"), item.get("links")
    if not isinstance(version, str) or not version:
        raise EngineError(f"{where}: no package_version", _REMEDY)
    if not isinstance(links, list) or not all(isinstance(link, str) for link in links):
        raise EngineError(f"{where}: links is not a list of addresses", _REMEDY)
    name = package_name(where, {"from_code": item["from_code"], "to_code": ENGLISH, "version": version})
    usable = tuple(absolute for link in links if (absolute := _usable(url, link)))
    return Entry(name, item["from_code"], version, usable)


def _usable(url: str, link: str) -> str:
    """``link`` in full; ``""`` if it is none that we follow (ipfs, http, this machine from elsewhere)."""
    try:
        absolute = urljoin(url, link)
        require_safe(absolute)
        require_same_side(url, absolute)
    except (LinkError, ValueError):
        return ""
    return absolute


def select(url: str, entries: list[Entry], code: str, version: str | None = None) -> Entry:
    """The entry for a language, of the version asked for or the highest.

    Args:
        url: of the index, for messages.
        entries: of the index.
        code: source language.
        version: as a name or a person writes it, ``1_9`` or ``1.9``.

    Raises:
        EngineError: there is none, or it has no address that we follow.
    """
    of_code = [entry for entry in entries if entry.from_code == code]
    fitting = [entry for entry in of_code if version is None or _plain(entry.version) == _plain(version)]
    if not fitting:
        have = ", ".join(sorted(entry.name for entry in entries)) or "none for Chinese to English"
        asked = f"{code}→en" + (f" {version}" if version else "")
        raise EngineError(f"{url}: offers no package {asked}", f"It has: {have}.")
    best = max(fitting, key=lambda entry: version_key(entry.version))
    if not best.links:
        raise EngineError(f"{url}: {best.name} has no https address", _REMEDY)
    return best


def _plain(version: str) -> str:
    return version.replace(".", "_")


def ask(entry: Entry, patience: Patience = PATIENCE) -> Offer:
    """See which of the entry's servers answers, and how large the file is.

    Raises:
        LinkError: none does; it names every cause.
    """
    causes: list[LinkError] = []
    for place, link in enumerate(entry.links):
        try:
            size = size_of(link, patience)
        except LinkError as error:
            causes.append(error)
            continue
        return Offer(entry, (*entry.links[place:], *entry.links[:place]), size)
    raise _all(causes)


def _all(causes: list[LinkError]) -> LinkError:
    if len(causes) == 1:
        return causes[0]
    return LinkError("\n".join(cause.message for cause in causes), causes[-1].remedy)


def report(name: str, size: int, sha256: str) -> str | None:
    """How a file compares with what others report of it; ``None`` if nothing is reported."""
    if name not in REPORTED:
        return None
    same = REPORTED[name] == (size, sha256)
    return (
        f"{name}: SHA-256 {sha256[:12]}… {'is' if same else 'is NOT'} the one reported elsewhere for it "
        "(not confirmed by us)"
    )


def install_offer(
    offer: Offer,
    directory: Path,
    *,
    sha256: str | None = None,
    progress: Callable[[int, int | None], None] | None = None,
    notice: Callable[[str], None] | None = None,
    patience: Patience = PATIENCE,
) -> InstalledPackage:
    """Download and install, going on with what an earlier run had downloaded.

    Another process that installs the same package is waited for, and what it installed is kept.

    Args:
        offer: what.
        directory: the packages' directory; created if need be.
        sha256: the file must have this hash.
        progress: told bytes done and in all.
        notice: told what a user should know.
        patience: how long to wait for servers.

    Raises:
        EngineError: with cause and remedy; what was installed before is untouched.
    """
    with lock.exclusive(directory, notice):
        if (present := already(offer.entry.name, directory, sha256)) is not None:
            return present
        _sweep(directory)
        _require_space(offer, directory)
        causes: list[LinkError] = []
        for link in offer.links:
            part = directory / f"{PART}{hashlib.sha256(link.encode()).hexdigest()[:16]}"
            try:
                size, digest = download(link, part, progress, patience)
            except LinkError as error:
                causes.append(error)
                continue
            except OSError as error:
                raise _written(directory, error) from error
            if notice is not None and (told := report(offer.entry.name, size, digest)):
                notice(told)
            return _install(offer, directory, part, link, sha256, notice)
        raise _all(causes)


def already(name: str, directory: Path, sha256: str | None = None) -> InstalledPackage | None:
    """The package, if it is installed, whole, and of the hash asked for."""
    present = install.whole(name, directory)
    if present is not None and sha256 is not None:
        record = lock.read(directory)[name]
        return present if record.archive_sha256 == sha256.lower() else None
    return present


def _install(
    offer: Offer,
    directory: Path,
    part: Path,
    link: str,
    sha256: str | None,
    notice: Callable[[str], None] | None,
) -> InstalledPackage:
    try:
        package = install.put(
            part, directory, where=link, source=link, sha256=sha256, code=offer.entry.from_code
        )
    except EngineError as error:
        # what is refused is refused again: only a full disk is worth keeping it for
        if not isinstance(error.__cause__, OSError):
            discard(part)
        raise
    discard(part)
    if package.name != offer.entry.name and notice is not None:
        notice(f"the index calls it {offer.entry.name}; the package itself says {package.name}")
    return package


def _require_space(offer: Offer, directory: Path) -> None:
    """See that the file and what it unpacks to fit, before anything is downloaded."""
    needed = 2 * (offer.size or 0)
    free = shutil.disk_usage(directory).free
    if needed > free:
        raise EngineError(
            f"{directory}: {needed:,} bytes are needed to download and unpack {offer.entry.name}, "
            f"{free:,} are free",
            "Free some space, or name another folder in BRIEFINGS_PACKAGES.",
        )


def _written(directory: Path, error: OSError) -> EngineError:
    if error.errno == errno.ENOSPC:
        return EngineError(
            f"{directory}: the disk is full",
            "Free some space and run the same command again: it goes on from there.",
        )
    return EngineError(
        f"{error.filename or directory}: cannot be written ({error.strerror or error})",
        "Check the permissions of the packages' directory.",
    )


def _sweep(directory: Path) -> None:
    """Remove partial downloads that nobody went on with."""
    for path in directory.glob(f"{PART}*"):
        if time.time() - path.stat().st_mtime > STALE_SECONDS:
            path.unlink(missing_ok=True)
