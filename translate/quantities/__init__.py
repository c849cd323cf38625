"""Quantities: Chinese and English numbers, dates and shares as values.

110億美元, "US$11 billion" and "11,000,000,000 US dollars" are one value; so are
10月15日 and "15 October". Use ``in_chinese(text)`` and ``in_english(text)``, each giving
``Quantity`` objects with spans in the text, and ``Pool`` to compare two texts.
"""

from __future__ import annotations

from translate.quantities.agree import Pool, same_currency
from translate.quantities.chinese import find as in_chinese
from translate.quantities.english import find as in_english
from translate.quantities.values import Date, Kind, Quantity, plain, spoken

__all__ = [
    "Date", "Kind", "Pool", "Quantity", "in_chinese", "in_english", "plain", "same_currency", "spoken",
]  # fmt: skip
