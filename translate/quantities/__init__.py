"""Quantities: Chinese and English numbers, dates and shares as values.

110億美元, "US$11 billion" and "11,000,000,000 US dollars" are one value; so are
10月15日 and "15 October", 增加兩倍 and "tripled", 打八折 and "20 percent off".

- ``in_chinese(text)`` and ``in_english(text)`` give the ``Quantity`` objects of a text in
  their order, each with its kind, value or date, unit and span (``values.py`` says what
  each field means). Both scripts, full width and Han digits are read alike.
- ``differences(zh, en, date)`` compares a text with its translation, both ways.
- ``labels(zh, en)`` does so for the numbers of headings.
- ``Pool`` asks one text for single values.
- ``spoken(quantity)`` and ``plain(value)`` say a value in English.

Nothing is converted: 3公里 is three kilometers. Example:

>>> from translate.quantities import differences, in_chinese, in_english, spoken
>>> [(q.text, q.kind, str(q.value), q.unit) for q in in_chinese("國防預算110億美元，增加兩倍")]
[('110億美元', 'money', '11000000000', 'USD'), ('兩', 'cardinal', '3', '')]
>>> [str(q.date) for q in in_english("from September 10 to 15, 2021")]
['September 10, 2021', 'September 15, 2021']
>>> differences("國防預算110億美元", "a defense budget of US$11 billion")
()
>>> [found] = differences("國防預算110億美元", "a defense budget of US$110 billion")
>>> found.wanted.text, found.given.text, spoken(found.wanted)
('110億美元', 'US$110 billion', 'US$11 billion')
>>> [found] = differences("去年10月底", "in early October 2020", date="2021-12-20")
>>> found.wanted.text, found.given.text, found.dated
('底', 'early', True)
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
