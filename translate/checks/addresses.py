"""Addresses in a text: URLs, bare domains, e-mail addresses, DOIs."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from translate.model import Span

_VISIBLE = "[!#-;=?-~]"
"""ASCII that an address may have: no space, quotation marks, angle brackets."""
_DOMAINS = (
    "com|org|net|gov|edu|int|mil|info|io|eu|tw|cn|jp|kr|hk|mo|sg|uk|us|au|nz|ca|de|fr|nl|ch|ru|ua|vn|ph|th|my"
    "|id|kh|la|mm|bn|be|se|no|dk|fi|pl|cz|lt"
)
_LABELS = r"(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+"
_ADDRESS = re.compile(
    rf"(?P<url>[A-Za-z]*://{_VISIBLE}+|www\.{_VISIBLE}+)"
    rf"|(?P<mail>[A-Za-z0-9._%+-]+@{_LABELS}[A-Za-z]{{2,}})"
    rf"|(?P<doi>(?<![\w.])10\.\d{{4,9}}/{_VISIBLE}+)"
    rf"|(?P<bare>(?<![\w.@/-]){_LABELS}(?:{_DOMAINS})(?![A-Za-z0-9-])(?:[:/]{_VISIBLE}*)?)",
    re.ASCII,
)
_MAYBE = re.compile(r"\.[A-Za-z0-9]|://|www\.")
"""What every address has: looked for first, as most texts have none."""
_DOI = re.compile(r"10\.\d{4,9}/.+")
_SCHEME = re.compile("[A-Za-z]*://")


@dataclass(frozen=True, slots=True)
class Address:
    """One address.

    Attributes:
        text: as printed, without the punctuation that follows it.
        span: where.
        key: equal for addresses that lead to the same place; without the scheme.
        scheme: ``http://`` and the like, or ``""``.
        is_name: whether it may be no address but a firm's name (Amazon.com).
    """

    text: str
    span: Span
    key: str
    scheme: str
    is_name: bool

    def is_same(self, other: Address) -> bool:
        """Whether both lead to the same place; a scheme may be left out, not changed."""
        return self.key == other.key and (
            self.scheme == other.scheme or not self.scheme or not other.scheme or self.key.startswith("10.")
        )


@lru_cache(maxsize=16)  # asked of one text by several checks
def addresses(text: str) -> tuple[Address, ...]:
    """Every address of ``text``, in order."""
    if "." not in text or not _MAYBE.search(text):
        return ()
    found = []
    for match in _ADDRESS.finditer(text):
        body = _trimmed(match.group())
        scheme = _SCHEME.match(body)
        rest = body[scheme.end() :] if scheme else body
        if not rest:
            continue
        is_name = match.lastgroup == "bare" and body.count(".") == 1 and "/" not in body
        span = (match.start(), match.start() + len(body))
        found.append(Address(body, span, _key(rest), scheme.group().lower() if scheme else "", is_name))
    return tuple(found)


def _trimmed(text: str) -> str:
    """Without the sentence's own punctuation and a bracket that was opened before."""
    while text:
        bare = text.rstrip(".,:;!?*|")
        for opener, closer in ("()", "[]", "{}"):
            if bare.endswith(closer) and bare.count(closer) > bare.count(opener):
                bare = bare[:-1]
        if bare == text:
            break
        text = bare
    return text


def _key(rest: str) -> str:
    doi = _DOI.search(rest)
    if doi and (rest.lower().startswith(("10.", "doi.org/", "dx.doi.org/"))):
        return doi.group().lower()
    if "@" in rest and "/" not in rest:
        return rest.lower()
    host, slash, path = rest.partition("/")
    return (host.lower() + slash + path).rstrip("/")
