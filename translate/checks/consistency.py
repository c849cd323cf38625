"""What can be seen only in a set of pairs: one Chinese in two Englishes, one English for two Chineses."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from translate.checks.base import Context, Pair, is_blank
from translate.hanzi import fold
from translate.model import Finding, Severity

_NO_WORD = re.compile(r"[\W_]+")
_PARTICLES = re.compile("[的之了在]")
_SIGNS = str.maketrans({"臺": "台", "裡": "里", "裏": "里", "爲": "為", "佔": "占"})
_FEWEST = 4
"""English words from which two sources are expected to differ in English, too.

Fewer stand for many things: 會談 and 談判 are both "talks", a heading may be "Conclusion" twice.
"""


@dataclass(frozen=True, slots=True)
class Consistency:
    """The same Chinese translated in two ways, or two Chinese texts with the same English.

    Script, width, spaces, punctuation and capitals make no difference.
    """

    id: str = "consistency"
    name: str = "Consistency"
    severity: Severity = "minor"

    def find_all(
        self,
        pairs: Sequence[Pair],
        context: Context,  # noqa: ARG002  (all checks are asked alike)
    ) -> Iterable[tuple[int, Finding]]:
        """One finding on each pair that differs from an earlier one, which the message names by number."""
        found: list[tuple[int, Finding]] = []
        told = [index for index, pair in enumerate(pairs) if not is_blank(pair)]
        for index, first in _apart(told, pairs, _chinese_of, _english_of):
            other = f"The same Chinese as in {first + 1}, where it is “{_shown(pairs[first].en)}”."
            found.append((index, self._finding(pairs[index], other)))
        long = [index for index in told if len(pairs[index].en.split()) >= _FEWEST]
        for index, first in _apart(long, pairs, _english_of, _bare_of):
            other = f"The same English as in {first + 1}, whose Chinese is {_shown(pairs[first].zh)}"
            found.append((index, self._finding(pairs[index], other)))
        return sorted(found, key=lambda item: item[0])

    def _finding(self, pair: Pair, message: str) -> Finding:
        return Finding(self.id, self.severity, message, (0, len(pair.zh)), (0, len(pair.en)))


def _apart(
    indices: Iterable[int],
    pairs: Sequence[Pair],
    same: Callable[[Pair], str],
    other: Callable[[Pair], str],
) -> Iterable[tuple[int, int]]:
    """Each pair that is like an earlier one in ``same`` and unlike it in ``other``, and that earlier one."""
    seen: dict[str, dict[str, int]] = {}
    for index in indices:
        key, value = same(pairs[index]), other(pairs[index])
        if not key or not value:
            continue
        before = seen.setdefault(key, {})
        if before and value not in before:
            yield index, next(iter(before.values()))
        before.setdefault(value, index)


def _chinese_of(pair: Pair) -> str:
    """The Chinese without what makes no difference: script, width, spaces, punctuation."""
    text = _NO_WORD.sub("", unicodedata.normalize("NFKC", pair.zh))
    return fold(text.translate(_SIGNS)).casefold()


def _bare_of(pair: Pair) -> str:
    """The same without particles, which English has no word for."""
    return _PARTICLES.sub("", _chinese_of(pair))


def _english_of(pair: Pair) -> str:
    return _NO_WORD.sub(" ", unicodedata.normalize("NFKC", pair.en)).strip().casefold()


def _shown(text: str) -> str:
    return text if len(text) <= 80 else f"{text[:79].rstrip()}…"  # noqa: PLR2004
