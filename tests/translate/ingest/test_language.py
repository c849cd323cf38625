"""Chinese goes on; any other language is named and refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from translate.errors import InputError
from translate.hanzi import convert
from translate.ingest import read
from translate.ingest.language import foreign, of_block, require_chinese

SEEDS = sorted((Path(__file__).parents[3] / "seeds").glob("*.txt"))

FOREIGN = {
    "Japanese": "日本政府は今日、台湾海峡の平和と安定の重要性を改めて強調した。首相は記者会見でこう述べた。",
    "Korean": "한국 정부는 오늘 대만해협의 평화와 안정이 중요하다고 강조했다.",
    "Russian": "Правительство России заявило сегодня, что поддерживает мир. Это было объявлено в Москве.",
    "Ukrainian": "Уряд України заявив сьогодні, що підтримує мир і стабільність у регіоні.",
    "English": "The President said that peace in the strait is of great importance to the region.",
    "German": "Die Regierung hat heute erklärt, dass der Frieden in der Straße für die Region wichtig ist.",
    "French": "Le gouvernement a déclaré que la paix est importante pour les pays de la région et dans le monde.",  # noqa: E501
    "Spanish": "El gobierno dijo que la paz en el estrecho es importante para los países de la región.",
    "Portuguese": "O governo disse que a paz no estreito não é importante para os países da região, mas uma parte.",  # noqa: E501
    "Italian": "Il governo ha detto che la pace nello stretto è importante per i paesi della regione e non solo.",  # noqa: E501
    "Dutch": "De regering zei dat het belangrijk is om met de landen van de regio te praten.",
    "Vietnamese": "Chính phủ đã tuyên bố rằng hòa bình và ổn định của khu vực là quan trọng cho các nước.",
    "Indonesian or Malay": "Pemerintah mengatakan bahwa perdamaian yang stabil di kawasan ini adalah penting untuk negara dan rakyat.",  # noqa: E501
    "Thai": "รัฐบาลกล่าวว่า สันติภาพ และ เสถียรภาพ สำคัญ มาก",
    "Arabic or Persian": "قالت الحكومة إن السلام مهم جدا للمنطقة",
    "Hindi": "सरकार ने कहा कि शांति क्षेत्र के लिए महत्वपूर्ण है",
    "Greek": "Η κυβέρνηση δήλωσε ότι η ειρήνη είναι σημαντική",
}


@pytest.mark.parametrize("language", FOREIGN)
def test_other_languages_are_named(language: str) -> None:
    assert foreign(FOREIGN[language]) == language
    assert foreign(FOREIGN[language] * 50) == language
    with pytest.raises(InputError, match=rf"a/b\.txt: seems to be {language}, not Chinese") as caught:
        require_chinese(FOREIGN[language], "a/b.txt")
    assert caught.value.exit_code == 3
    assert caught.value.remedy


@pytest.mark.parametrize("paper", SEEDS, ids=lambda path: path.stem)
def test_the_papers_are_chinese(paper: Path) -> None:
    text = paper.read_text("utf-8-sig")
    assert foreign(text) == ""
    assert foreign(convert(text, "t2s")) == ""


@pytest.mark.parametrize(
    "text",
    [
        "", "42", "Hello", "http://www.pf.org.tw/", "日本首相說「ありがとう」，並強調台海和平的重要性。雙方同意。",  # noqa: E501
        "美國總統說：" + FOREIGN["English"] + "會後沒有聲明，雙方各自解讀。",
        "韓國總統尹錫悅（윤석열）出席高峰會，並發表談話。",
    ],
)  # fmt: skip
def test_a_few_words_of_another_language_are_no_evidence(text: str) -> None:
    assert foreign(text) == ""


def test_letters_of_no_known_language_are_refused_all_the_same() -> None:
    assert foreign("lorem ipsum dolor sit amet " * 12) == "a language in Latin letters"


def test_a_foreign_file_is_not_taken_in(tmp_path: Path) -> None:
    path = tmp_path / "paper.txt"
    path.write_text(FOREIGN["Japanese"], encoding="utf-8")
    with pytest.raises(InputError, match="seems to be Japanese"):
        read(path, "paper")


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The two sides agreed to meet again.", "en"),
        ("President Xi Jinping (習近平) said that the two sides should meet again.", "en"),
        ("APEC 峰會後的東北亞安保情勢", "zh"),
        ("美國在台協會（American Institute in Taiwan, AIT）表示關切。", "zh"),
        ("2023", "zh"),
        ("。", "zh"),
        ("http://www.pf.org.tw", "en"),
        ("La politique étrangère de la France dans le monde.", "zh"),
        ("Les deux parties sont convenues de se revoir.", "zh"),
        ("Die beiden Seiten haben sich geeinigt.", "zh"),
        ("Die Sicherheit der Meerenge ist nicht verhandelbar.", "zh"),
        ("Las dos partes acordaron reunirse de nuevo en el otoño.", "zh"),
        ("Os dois lados concordaram em não agir.", "zh"),
        ("Il governo ha detto che non sono della stessa opinione.", "zh"),
        ("Hans van de Ven, China at War (2017)", "en"),
        ("Le Monde, Paris", "en"),
        ("Emmanuel Macron met José María Aznar and Ursula von der Leyen.", "en"),
        ("Los Angeles Times", "en"),
        ("The raison d'être of la Francophonie was not in question.", "en"),
    ],
)
def test_the_language_of_a_block(text: str, language: str) -> None:
    assert of_block(text) == language


def test_a_bilingual_paper_marks_its_english(tmp_path: Path) -> None:
    path = tmp_path / "paper.txt"
    path.write_text(
        "雙方重申和平的重要性。\n\nBoth sides reaffirmed it. They will meet in the U.S. again.\n",
        encoding="utf-8",
    )
    chinese, english = read(path, "paper").blocks
    assert (chinese.language, english.language) == ("zh", "en")
    assert [segment.text for segment in english.segments] == [
        "Both sides reaffirmed it. ", "They will meet in the U.S. again.",
    ]  # fmt: skip
