"""Who is named where, in both languages."""

from __future__ import annotations

import pytest

from translate.checks.mentions import in_chinese, in_english
from translate.glossary import Glossary, Term
from translate.hanzi import convert

GLOSSARY = Glossary.of(
    [
        Term("王小明", (), ("Wang Xiaoming",), "person", "", "PRC"),
        Term("王", (), ("Wang",), "person", "", "PRC"),
        Term("李大同", (), ("Li Datong",), "person", "", "PRC"),
        Term("王李", (), ("Wang and Li",), "person", "", "PRC"),
        Term("日方", (), ("the Japanese side",), "country", "", "Japan"),
        Term("日韓", (), ("Japan–South Korea",), "country", "", "neutral"),
        Term("漁業局", (), ("Fisheries Bureau",), "organization", "", "Taiwan"),
    ]
)


def _names(zh: str) -> list[str]:
    return [
        mention.who.zh if isinstance(mention.who, Term) else str(mention.who)
        for mention in in_chinese(zh, GLOSSARY, GLOSSARY.find(zh))
    ]


@pytest.mark.parametrize(
    ("zh", "names"),
    [
        ("王小明到訪越南", ["王小明", "vn"]),
        ("會議開始，王表示同意", ["王小明"]),
        ("國王表示同意", []),
        ("王李會晤", ["王小明", "李大同"]),
        ("日方與日韓", ["jp", "jp", "kr"]),
        ("漁業局公告", ["漁業局"]),
        ("美中關係", ["us", "cn"]),
        ("臺美「中」關係", ["tw", "us", "cn"]),
        ("南韓與北韓", ["kr", "kp"]),
        ("訪美、駐韓", ["us", "kr"]),
        ("美麗的海岸", []),
        ("對美好生活的嚮往", []),
        ("印度洋與臺灣海峽", ["strait"]),
        ("美商務部提出", []),
        ("美總統提出", ["us"]),
        ("約翰·史密斯（John Smith）", []),
    ],
)
def test_names_of_a_chinese_text_in_either_script(zh: str, names: list[str]) -> None:
    assert _names(zh) == names
    assert _names(convert(zh, "t2s")) == names


def test_a_name_and_its_gloss_are_one_mention() -> None:
    glossary = Glossary.of([Term("史密斯", ("John Smith",), ("John Smith",), "person", "", "US")])
    zh = "史密斯（John Smith）到訪，史密斯說"
    assert [mention.start for mention in in_chinese(zh, glossary, glossary.find(zh))] == [0, 18]


@pytest.mark.parametrize(
    ("zh", "en", "words"),
    [
        ("王小明到訪越南", "Wang went to Vietnam; the Vietnamese met Wang Xiaoming.",
         ["Wang", "Vietnam", "Vietnamese", "Wang Xiaoming"]),
        ("中國與臺灣", "China and Taiwan in the South China Sea and the Taiwan Strait", ["China", "Taiwan"]),
        ("南海與臺海", "the Taiwan Strait, the South China Sea", ["Taiwan Strait", "South China Sea"]),
        ("南韓與北韓", "South Koreans and North Korea", ["South Koreans", "North Korea"]),
        ("美國", "US US-based U.S. USB", ["US", "US", "U.S."]),
        ("越南", "Thailand", []),
    ],
)  # fmt: skip
def test_names_of_the_english(zh: str, en: str, words: list[str]) -> None:
    chinese = in_chinese(zh, GLOSSARY, GLOSSARY.find(zh))
    assert [en[mention.start : mention.end] for mention in in_english(en, chinese)] == words


def test_a_surname_of_two_people_names_neither() -> None:
    glossary = Glossary.of(
        [
            Term("王小明", (), ("Wang Xiaoming",), "person", "", ""),
            Term("王大同", (), ("Wang Datong",), "person", "", ""),
        ]
    )
    zh, en = "王小明、王大同", "Wang Xiaoming and Wang Datong; Wang said"
    found = in_english(en, in_chinese(zh, glossary, glossary.find(zh)))
    assert [en[mention.start : mention.end] for mention in found] == ["Wang Xiaoming", "Wang Datong"]
