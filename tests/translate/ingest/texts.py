"""Texts that no paper would print, for properties that must hold all the same."""

from __future__ import annotations

from hypothesis import strategies as st

from translate.ingest import Hints

CHARACTERS = (
    "美中臺灣与国的一二三十壹〇々𠀀"
    "。，；：！？、…—．（）「」『』《》【】“”‘’"
    "().,;:-–/<>%'\"[]0123456789０９AbzZé¹註"
    " \t\u3000\u00a0\n\r\f\v\x1c\x85\u2028\u200b\ufeff\x07\ue000"
)
"""Han of several planes, both widths, every kind of white space and some that is none."""

PIECES = (
    "壹、", "一、", "(一)", "（二）", "圖1：", "（圖片來源：某社）", "編按：", "（某某主稿）", "遠景論壇",
    "No. 94", "時評", "拜習會與東北亞安保情勢", "李明峻", "\n12\n", "\n\n- 3 -\n\n",
    "\r\n", "\n\n\n", "\n ", " \n", "US-Taiwan Pol-Mil Dialogue", "「他說：『好。』」",
    "中國認為會談相當「坦率、建設性」，但美國卻認為沒有突破。", "http://www.pf.org.tw/",
    "今年8月，美國眾議院議長裴洛西來臺訪問，更使得「中」方不滿到了極點",
)  # fmt: skip
"""What the papers are made of."""

WRAPPED = st.lists(
    st.text("美中臺灣關係競爭合作。，；", min_size=27, max_size=33), min_size=6, max_size=14
).map("\n".join)
"""A page of lines of about one width, as extractors wrap them."""

TEXTS = st.one_of(
    st.text(CHARACTERS, max_size=80),
    st.lists(st.one_of(st.sampled_from(PIECES), st.text(CHARACTERS, max_size=6)), max_size=30).map("".join),
    st.lists(st.one_of(WRAPPED, st.sampled_from(PIECES)), min_size=1, max_size=4).map("\n".join),
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=60),
)

HINTS = st.one_of(
    st.just(Hints()),
    st.builds(
        Hints,
        title=st.sampled_from(["", "拜習會與東北亞安保情勢", "一"]),
        authors=st.sampled_from([(), ("李明峻",), ("美", "")]),
        affiliation=st.sampled_from(["", "時評"]),
        publisher=st.sampled_from(["", "遠景論壇"]),
        series=st.sampled_from(["", "遠景論壇", "美 中"]),
        labels=st.sampled_from([(), ("時評",), ("", "時 評", "一"), ("臺灣", "臺")]),
    ),
)
