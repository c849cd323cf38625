"""Quantities: Chinese and English numbers, dates and shares as values.

110億美元, "US$11 billion" and "11,000,000,000 US dollars" are one value; so are
10月15日 and "15 October". Use ``in_chinese(text)`` and ``in_english(text)``, each giving
``Quantity`` objects with spans in the text, ``differences(zh, en)`` to compare a text
with its translation, and ``Pool`` to ask one text for single values.
"""

from __future__ import annotations

from translate.quantities.agree import Pool, same_currency
from translate.quantities.chinese import find as in_chinese
from translate.quantities.compare import Difference, differences, labels, unit_differs
from translate.quantities.english import find as in_english
from translate.quantities.values import Date, Kind, Quantity, plain, spoken

__all__ = [
    "Date", "Difference", "Kind", "Pool", "Quantity", "differences", "in_chinese", "in_english", "labels",
    "plain", "same_currency", "spoken", "unit_differs",
]  # fmt: skip
