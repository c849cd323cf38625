"""Chinese left in the English: characters (critical) or punctuation (major)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from translate.checks.base import Context, Pair, is_blank
from translate.hanzi import HAN
from translate.model import Finding, Severity

_HAN_RUN = re.compile(f"[{HAN}]+")
# not hanzi.CJK_PUNCTUATION: dashes, the ellipsis and the middle dot are English, too
_PUNCTUATION_RUN = re.compile("[\u3000-\u3004\u3006\u3008-\u303f\ufe10-\ufe1f\ufe30-\ufe4f\uff00-\uffef]+")
_ENGLISH = {
    "、": ",", "。": ".", "「": "“", "」": "”", "『": "‘", "』": "’", "《": "", "》": "", "〈": "", "〉": "",
    "【": "[", "】": "]", "〔": "[", "〕": "]", "\u3000": " ",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Residue:
    """Han characters or Chinese (full-width) punctuation in the English."""

    id: str = "residue"
    name: str = "Chinese left in the English"
    severity: Severity = "critical"

    def find(self, pair: Pair, context: Context) -> Iterator[Finding]:  # noqa: ARG002  (all checks are asked alike)
        """One finding for each run, with its span; punctuation with what English uses."""
        if is_blank(pair):
            return
        for match in _HAN_RUN.finditer(pair.en):
            start = pair.zh.find(match.group())
            zh_span = (start, start + len(match.group())) if start >= 0 else None
            yield Finding(
                self.id, self.severity, f"Chinese characters: {match.group()}", zh_span, match.span()
            )
        for match in _PUNCTUATION_RUN.finditer(pair.en):
            english = "".join(
                _ENGLISH.get(char, unicodedata.normalize("NFKC", char)) for char in match.group()
            )
            message = f"Chinese punctuation: {match.group()}"
            yield Finding(self.id, "major", message, None, match.span(), english)
