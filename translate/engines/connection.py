"""Connections over HTTP: the only module that opens one, for ``briefings model install`` alone.

HTTPS only, except to this machine itself. Every wait has an end, and redirects have a limit.
"""

from __future__ import annotations

import http.client
import ipaddress
import re
import ssl
import urllib.error
import urllib.request
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlsplit

from translate import __version__
from translate.errors import EngineError

MAX_REDIRECTS: Final = 5

BY_HAND: Final = (
    "Check the network. Without one: fetch the package on another machine, bring the file here, and run "
    "briefings model install FILE.argosmodel"
)
GOES_ON: Final = "Run the same command again: it goes on from there where the server allows it."


class LinkError(EngineError):
    """A link did not deliver. Another one may.

    Args:
        message: what happened.
        remedy: what to do.
        status: the server's answer, if it gave one.
    """

    def __init__(self, message: str, remedy: str = BY_HAND, status: int = 0) -> None:
        super().__init__(message, remedy)
        self.status = status


@dataclass(frozen=True, slots=True)
class Patience:
    """How long to wait, in seconds.

    Attributes:
        connect: for a connection, TLS included.
        read: for the next bytes.
        small: for a whole small file, such as an index.
    """

    connect: float = 10.0
    read: float = 30.0
    small: float = 30.0


PATIENCE: Final = Patience()


def require_safe(url: str) -> None:
    """Refuse what is neither HTTPS nor this machine.

    Raises:
        LinkError: with the reason.
    """
    remedy = "Give an address that begins with https://"
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
        parts.port  # noqa: B018  (raises if it is no number)
    except ValueError as error:
        raise LinkError(f"{url}: not an address ({error})", remedy) from error
    if not host or re.search(r"[\x00-\x20\x7f]", url):
        raise LinkError(f"{url!r}: not an address", remedy)
    if parts.username is not None or parts.password is not None:
        raise LinkError(f"{parts.scheme}://…@{host}: names and passwords in addresses are not used", remedy)
    if parts.scheme != "https" and not (parts.scheme == "http" and is_loopback(host)):
        raise LinkError(f"{url}: refused: not https", remedy)


def require_same_side(url: str, onward: str) -> None:
    """Refuse that a file on another machine sends us to a server on this one.

    Raises:
        LinkError: it does.
    """
    there, here = (is_loopback(urlsplit(address).hostname or "") for address in (url, onward))
    if here and not there:
        raise LinkError(f"{url}: refused: it leads to {onward}, on this machine")


def is_loopback(host: str) -> bool:
    """Whether ``host`` is this machine."""
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def open_url(
    url: str, patience: Patience, method: str = "GET", headers: dict[str, str] | None = None
) -> http.client.HTTPResponse:
    """Ask for ``url``; the answer is open and to be closed.

    Args:
        url: its address.
        patience: how long to wait.
        method: of HTTP.
        headers: beyond our own.

    Raises:
        LinkError: there is no answer, or another than 2xx.
    """
    require_safe(url)
    request = urllib.request.Request(  # noqa: S310  (its scheme was just looked at)
        url,
        method=method,
        headers={
            "User-Agent": f"summit-briefings/{__version__}",
            "Accept-Encoding": "identity",
            **(headers or {}),
        },
    )
    opener = urllib.request.build_opener(_Http(patience), _Https(patience), _Redirects)
    if is_loopback(urlsplit(url).hostname or ""):  # a proxy would look on its own machine
        opener = urllib.request.build_opener(
            urllib.request.ProxyHandler({}), _Http(patience), _Https(patience), _Redirects
        )
    try:
        response: http.client.HTTPResponse = opener.open(request, timeout=patience.connect)
    except urllib.error.HTTPError as error:
        error.close()
        raise _answer(url, error) from error
    except urllib.error.URLError as error:
        raise LinkError(f"{url}: cannot be reached ({reason_of(error.reason)})") from error
    except TimeoutError as error:
        raise LinkError(f"{url}: connected, but no answer in {patience.read:g} seconds") from error
    except (OSError, http.client.HTTPException, UnicodeError) as error:
        raise LinkError(f"{url}: cannot be reached ({reason_of(error)})") from error
    encoding = response.headers.get("Content-Encoding", "identity")
    if encoding != "identity":
        response.close()
        raise LinkError(f"{url}: the server sends it encoded as {encoding}, which was not asked for")
    return response


class _Http(urllib.request.HTTPHandler):
    """Waits ``connect`` seconds for a connection, then ``read`` seconds for each answer."""

    def __init__(self, patience: Patience) -> None:
        super().__init__()
        self._patience = patience

    def http_open(self, req: urllib.request.Request) -> http.client.HTTPResponse:
        patience = self._patience

        class Connection(http.client.HTTPConnection):
            def connect(self) -> None:
                super().connect()
                self.sock.settimeout(patience.read)

        return self.do_open(Connection, req)


class _Https(urllib.request.HTTPSHandler):
    """As ``_Http``, over TLS with the system's certificates."""

    def __init__(self, patience: Patience) -> None:
        self._tls = ssl.create_default_context()
        super().__init__(context=self._tls)
        self._patience = patience

    def https_open(self, req: urllib.request.Request) -> http.client.HTTPResponse:
        patience = self._patience

        class Connection(http.client.HTTPSConnection):
            def connect(self) -> None:
                super().connect()
                self.sock.settimeout(patience.read)

        return self.do_open(Connection, req, context=self._tls)


class _Redirects(urllib.request.HTTPRedirectHandler):
    """Follows a few redirects, and none to where ``require_safe`` would not go."""

    max_redirections = MAX_REDIRECTS
    max_repeats = 2

    def redirect_request(
        self, req: urllib.request.Request, fp: Any, code: int, msg: str, headers: Any, newurl: str
    ) -> urllib.request.Request | None:
        try:
            require_safe(newurl)
            require_same_side(req.full_url, newurl)
        except LinkError:
            fp.close()
            raise
        onward = super().redirect_request(req, fp, code, msg, headers, newurl)
        if onward is not None and req.get_method() == "HEAD":
            onward.method = "HEAD"  # before Python 3.13 it would become a GET of the whole file
        return onward


def _answer(url: str, error: urllib.error.HTTPError) -> LinkError:
    """What an answer other than the file means."""
    if error.code in {301, 302, 303, 307, 308}:
        if "not allowed" in error.reason:  # urllib's own word for ftp:, file: and the like
            return LinkError(f"{url}: refused: redirects to what is not https")
        return LinkError(f"{url}: redirects in a circle, or more than {MAX_REDIRECTS} times")
    return LinkError(f"{url}: the server answers {error.code} {error.reason}", status=error.code)


def reason_of(error: object) -> str:
    """The reason of a failure, in the system's words."""
    return (error.strerror if isinstance(error, OSError) else None) or str(error) or type(error).__name__
