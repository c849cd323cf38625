# ruff: noqa: E501  (the papers’ sentences are kept in one piece)
"""A brief built by hand from real strings of the papers, for tests of everything that renders."""

from __future__ import annotations

from dataclasses import replace

from briefings.model import (
    Briefing,
    Citation,
    Colophon,
    Column,
    Counts,
    Event,
    LocalDate,
    Mention,
    Note,
    Official,
    Passage,
    Person,
    Position,
    Row,
    Source,
    Statement,
    SummaryItem,
    TermUsed,
)
from translate.model import Origin, State

DRAFT = "AI-drafted, unreviewed"
BALI = "biden-xi-bali-2022"
WHITE_HOUSE = (
    "White House: https://bidenwhitehouse.archives.gov/briefing-room/statements-releases/2022/11/14/"
    "readout-of-president-joe-bidens-meeting-with-president-xi-jinping-of-the-peoples-republic-of-china/"
)

XI = Person(
    "xi-jinping", ("習近平",), "Xi Jinping", "PRC",
    office="General Secretary of the CCP Central Committee; President of the PRC", short=("習",),
)  # fmt: skip
BIDEN = Person(
    "joe-biden", ("拜登",), "Joe Biden", "US", office="President of the United States", latin=("Joe Biden",)
)
BOTH = Person("both-sides", ("雙方",), "Both sides", "joint", is_group=True)
LI = Person(
    "li-ming-chun", ("李明峻",), "Li Ming-chun", "author",
    office="Director of Research and Development, Taiwan Brain Trust",
    name_note="Wade–Giles spelling is ours; the author’s own is not known.",
)  # fmt: skip

BALI_PAPER = Source(
    slug=BALI, file="biden-xi-bali-2022.txt",
    sha256="ba15d5a510acf9d0ef35d99867be72a37c1410d1ed6a06d4d17309daed259a7d",
    title="評析G20拜習高峰會", title_en="Assessing the Biden–Xi Summit at the G20", authors=(), publisher="",
    publisher_en="", series="", series_en="", number="", date="2022-Q4",
    date_words="fourth quarter of 2022", rights="internal",
    reference="評析G20拜習高峰會 [Assessing the Biden–Xi Summit at the G20], fourth quarter of 2022.",
    short="Assessing the Biden–Xi Summit (2022)",
    inferred={"date": "No date is printed; the text calls 2022 “this year”."},
)  # fmt: skip
SF_PAPER = Source(
    slug="biden-xi-san-francisco-2023", file="biden-xi-san-francisco-2023.txt",
    sha256="32064a7d3e9f76ae20c613be2de21bb31e9e089aef3d4153919205a4a4cbd0a9",
    title="美中APEC峰會後的東北亞安保情勢",
    title_en="The Security Situation in Northeast Asia After the US–China Meeting at the APEC Summit",
    authors=(LI,), publisher="財團法人兩岸交流遠景基金會", publisher_en="Prospect Foundation",
    series="遠景論壇", series_en="Prospect Forum", number="", date="2023-Q4",
    date_words="fourth quarter of 2023", rights="quote-only",
    reference=(
        "Li Ming-chun (李明峻), 美中APEC峰會後的東北亞安保情勢 [The Security Situation in Northeast Asia After the "
        "US–China Meeting at the APEC Summit], Prospect Forum, Prospect Foundation, fourth quarter of 2023."
    ),
    short="Li Ming-chun, Prospect Forum (2023)",
    affiliation_en="Director of Research and Development, Taiwan Brain Trust",
)  # fmt: skip


def statement(
    identifier: str, zh: str, en: str, speaker: Person | None, reported_by: str, *, paragraph: int = 8,
    official: Official | None = None, language: str = "zh", form: str = "quote", mark: str = "",
    fidelity: str = "", segment: str = "",
) -> Statement:  # fmt: skip
    """A statement with its printed English set as assembly sets it."""
    back = form == "quote" and language == "en"
    quoted = form == "quote" and not back and not mark
    inner = en.replace("“", "‘").replace("”", "’")
    label = (
        "Back-translation: spoken in English, printed in Chinese" if back else "Translated from the Chinese"
    )
    return Statement(
        id=identifier, form="quote" if form == "quote" else "report", zh=zh, en=en,
        printed_en=f"“{inner}”" if quoted else en, en_scope="sentence" if mark else "fragment",
        speaker=speaker, speaker_reason="" if speaker else "the sentence names no subject",
        reported_by=reported_by, original_language=language, back_translation=back, relayed=False,
        wording_label=label if form == "quote" else "Reported in the paper’s words", official=official,
        citation=Citation(
            BALI, BALI_PAPER.file, (90, 95), paragraph, f"{BALI_PAPER.reference} para. {paragraph}",
            f"{BALI_PAPER.short}, para. {paragraph}",
        ),
        segments=(segment or f"{BALI}.{identifier}",), origin=Origin.AI_DRAFT, state=State.TRANSLATED,
        state_words=DRAFT, subjects=("Taiwan",), fidelity=fidelity, zh_mark=mark,
    )  # fmt: skip


COMPETE = statement(
    "q-compete",
    "美國將繼續與中國進行激烈競爭，包括在國內強化自身的實力及與全球的盟友和夥伴共同努力，但這種競爭不應轉向衝突，"
    "美『中』雙方應該負責任地管理此一競爭關係，並維持溝通管道的暢通",
    "The United States will continue to compete fiercely with China, including by strengthening its own power at home "
    "and working together with allies and partners around the world, but this competition should not turn into "
    "conflict; the United States and China should manage this competitive relationship responsibly and keep channels "
    "of communication open",
    BIDEN, "US readout", language="en", segment=f"{BALI}.b2", paragraph=9,
    official=Official(
        "President Biden explained that the United States will continue to compete vigorously with the PRC, "
        "including by investing in sources of strength at home and aligning efforts with allies and partners "
        "around the world.", "issuer readout", "issuer or agency", WHITE_HOUSE,
    ),
    fidelity="Close translation, turned from a third-person readout into direct speech; “vigorously” has become 激烈.",
)  # fmt: skip
ONE_CHINA = statement(
    "q-one-china",
    "美方的『一中』政策並未改變，美方反對任何一方片面改變臺海現狀，國際社會對於維持臺海和平穩定有著利益。",
    "The US side’s “one China” policy has not changed, the US side opposes any unilateral change to the status quo in "
    "the Taiwan Strait by either side, and the international community has an interest in maintaining peace and "
    "stability in the Taiwan Strait.",
    BIDEN, "US readout", language="en", paragraph=12,
    official=Official(
        "On Taiwan, he laid out in detail that our one China policy has not changed, the United States opposes any "
        "unilateral changes to the status quo by either side, and the world has an interest in the maintenance of "
        "peace and stability in the Taiwan Strait.", "issuer readout", "issuer or agency", WHITE_HOUSE,
    ),
)  # fmt: skip
RED_LINE = statement(
    "q-red-line",
    "臺灣問題是中國核心利益中的核心，是美『中』關係政治基礎中的基礎，是美『中』關係第一條不可踰越的紅線",
    "The Taiwan question is the core of China’s core interests, the foundation of the political foundation of "
    "US–China relations, and the first red line in US–China relations that must not be crossed",
    XI, "PRC readout", paragraph=11,
    official=Official(
        "the Taiwan question is at the very core of China's core interests, the bedrock of the political foundation "
        "of China-US relations, and the first red line that must not be crossed in China-US relations",
        "issuer readout", "secondary",
        "ANI quoting the English readout of the PRC Ministry of Foreign Affairs, 2022-11-14: "
        "https://indianeconomicobserver.com/news/taiwan-question-is-at-the-very-core-of-chinas-interests",
    ),
    fidelity="中美 rewritten as 美『中』 twice inside the quotation.",
)  # fmt: skip
NO_SUPPORT = statement(
    "q-no-support", "不支持臺灣獨立，也不支持兩個中國、一中一臺",
    "does not support Taiwan independence, nor two Chinas, nor one China, one Taiwan", BIDEN, "PRC readout",
    language="en", paragraph=13,
    official=Official(
        'does not support "Taiwan independence," does not support "two Chinas" or "one China, one Taiwan"',
        "other side's account", "secondary", "Global Times editorial reproducing the PRC readout",
        note="Beijing’s account of what Biden said; not in the US readout.",
    ),
)  # fmt: skip
ORDER = statement(
    "q-order", "中國從來不尋求改變現有國際秩序，不干涉美國內政，無意挑戰和取代美國",
    "China has never sought to change the existing international order, does not interfere in the internal affairs "
    "of the United States, and has no intention of challenging or replacing the United States",
    XI, "PRC readout", segment=f"{BALI}.a1",
)  # fmt: skip
UNNAMED = statement(
    "q-unnamed",
    "拜習兩人都同意美「中」應發展一些原則（principles），並責成兩國的團隊會後進一步研商。",
    "Biden and Xi agreed that the United States and China should develop some principles and instructed their teams "
    "to study them further after the meeting.",
    None, "own paper", mark="應發展一些原則（principles）", paragraph=10,
    official=Official(None, "none found", "issuer or agency", ""),
)  # fmt: skip
NUCLEAR = statement(
    "r-nuclear", "雙方也同意核戰永遠不應發生，也反對對於烏克蘭使用或威脅使用核武器",
    "the two sides also agreed that a nuclear war should never happen, and opposed the use or threat of use of nuclear "
    "weapons in Ukraine", BOTH, "US readout", form="report", paragraph=15,
    official=Official(
        "President Biden and President Xi reiterated their agreement that a nuclear war should never be fought and "
        "can never be won.", "related passage", "issuer or agency", WHITE_HOUSE,
    ),
)  # fmt: skip


def row(key: str, zh: str, en: str, *notes: int) -> Row:
    """A sentence of a passage."""
    return Row(f"{BALI}.{key}", zh, en, Origin.AI_DRAFT, State.TRANSLATED, notes)


PASSAGES = (
    Passage(
        f"{BALI}-p8", BALI, BALI_PAPER.file, "paragraph", (88, 112), "names the event and both leaders",
        "2. Differences remain in the two sides’ basic positions", "貳、雙方基本立場仍有歧異", 8,
        (
            row("a1",
                "在雙方關係的根本原則上，習近平表示「中國從來不尋求改變現有國際秩序，不干涉美國內政，無意挑戰和取代美國」，"
                "雙方應該正確看待對方內外政策和戰略意圖。",
                "On the fundamental principles of the relationship, Xi Jinping said that “China has never sought to change "
                "the existing international order, does not interfere in the internal affairs of the United States, and has "
                "no intention of challenging or replacing the United States,” and that the two sides should view each "
                "other’s domestic and foreign policies and strategic intentions correctly.", 1),
            row("a2",
                "已經形成的合作機制，包括美日印澳四國組成的「四方會談」（Quad）進行領袖及外交部長層級的會談，"
                "美英澳三國形成的軍事合作機制（AUKUS），運用既有的「七大工業國組織」（G7）。",
                "The mechanisms already formed include talks at leader and foreign minister level of the Quad, made up of the "
                "United States, Japan, India, and Australia; the military cooperation mechanism of the United States, the "
                "United Kingdom, and Australia (AUKUS); and use of the existing Group of Seven (G7)."),
        ),
    ),
    Passage(
        f"{BALI}-p9", BALI, BALI_PAPER.file, "paragraph", (113, 121), "continues the passage before it",
        "2. Differences remain in the two sides’ basic positions", "貳、雙方基本立場仍有歧異", 9,
        (row("b1", "「中」方的說法仍未能完全消除美方的疑慮。",
             "The Chinese side’s statements still could not fully dispel the doubts of the US side."),),
    ),
)  # fmt: skip
MENTION = Mention(
    "biden-xi-san-francisco-2023", SF_PAPER.file, (20, 24),
    "總算在中共二十大結束，習近平順利進入第三任期之後，兩國元首曾於去年11月印尼峇里島G20會議期間舉行會晤。",
    "At last, after the CCP’s 20th National Congress had concluded and Xi Jinping had smoothly entered his third term, "
    "the two heads of state met last November during the G20 meeting in Bali, Indonesia.",
    "names the event in passing",
)  # fmt: skip
NOTES = (
    Note(
        "n-order", 1, BALI, (90, 95), "雙方應該正確看待對方內外政策和戰略意圖", "quotation", "major", "reader",
        "The paper’s wording differs from the PRC readout: the clause is not inside the quotation there.",
        "PRC Ministry of Foreign Affairs, November 14, 2022", "", "summit-briefings project", "2026-11-20", True,
    ),
    Note(
        "n-time", 2, BALI, (3, 4), "11月14日", "time_zone", "minor", "reader",
        "Bali, Beijing and Taipei share one clock; in Washington the meeting began at 04:41 on the same day.", "",
        "November 14, 2022, in all four places", "summit-briefings project", "2026-11-20", False,
    ),
    Note(
        "n-rendering", 3, BALI, (3, 4), "激烈競爭", "rendering", "minor", "translator", "For translators only.", "",
        "", "summit-briefings project", "2026-11-20", False,
    ),
)  # fmt: skip
EVENT = Event(
    "us-prc-bali-2022-11", "Biden–Xi meeting on the margins of the G20 Bali Summit",
    "峇里島 G20 峰會拜習會（中美元首巴厘島會晤）", "meeting", "2022-11-14", "2022-11-14",
    "November 14, 2022 (Bali, Beijing, Taipei, Washington)", (LocalDate("Bali", "2022-11-14"),),
    "The Mulia, Nusa Dua, Bali, Indonesia", "印尼峇里島努沙杜瓦穆利亞酒店",
)  # fmt: skip
QUOTES = (COMPETE, ONE_CHINA, NO_SUPPORT, ORDER, RED_LINE, UNNAMED)


def briefing(**changes: object) -> Briefing:
    """The sample brief, with some fields replaced."""
    sample = Briefing(
        event=EVENT, marking="",
        summary=tuple(SummaryItem(item, "pinned") for item in (COMPETE, ONE_CHINA, NO_SUPPORT, ORDER, RED_LINE)),
        quotes=QUOTES, reports=(NUCLEAR,),
        columns=(
            Column("US", "The US side", (COMPETE, ONE_CHINA, NO_SUPPORT)),
            Column("PRC", "The Chinese side", (ORDER, RED_LINE)),
            Column("joint", "Both sides", (NUCLEAR,)),
            Column("", "Speaker not named", (UNNAMED,)),
        ),
        positions=(Position("US", "Taiwan", ("q-one-china",)),), notes=NOTES, discrepancies=(),
        passages=PASSAGES, mentions=(MENTION,), sources=(BALI_PAPER, SF_PAPER),
        terms=(
            TermUsed("臺灣關係法", "Taiwan Relations Act"), TermUsed("六項保證", "Six Assurances"),
            TermUsed("九二共識", "1992 Consensus", "contested between the parties in Taiwan"),
        ),
        people=(BIDEN, XI, BOTH),
        counts=Counts(2, 6, 1, 2, 1, 3, {DRAFT: 3}, {"minor": 1}),
        colophon=Colophon("0.1.0", "2026-11-20", ((BALI_PAPER.file, BALI_PAPER.sha256),), (), ""),
    )  # fmt: skip
    return replace(sample, **changes)  # type: ignore[arg-type]  # tests name the fields
