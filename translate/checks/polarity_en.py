"""What negates in an English sentence."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from translate.model import Span


@dataclass(frozen=True, slots=True)
class Cue:
    """A word that negates.

    Attributes:
        firm: whether the Chinese must have a negative for it ("not", "no", "never");
            a word like "unable" answers for a negative, but needs none.
        more: how many things beyond one it speaks of ("not A, B, or C").
        reach: where the last of them begins, at most.
        affix: whether it is a part of a word that negates ("unaware", "harmless").
        until: whether it says no more than that something came late ("not … until").
    """

    text: str
    span: Span
    firm: bool
    more: int
    reach: int
    affix: bool
    until: bool


# phrases in which nothing is negated, or twice
_INERT = (
    r"not (?:least|until|till)\b|(?:has|have|had|was|were|is|are|do|does|did)n['’]t until\b"
    r"|no (?:doubt|wonder|matter)\b|without (?:a )?doubt\b|whether or not\b|or not\b"
    r"|with (?:or|and) without\b|minister[- ]without[- ]portfolio|or no(?=[?.,])|yes[ /-](?:or[ -])?no\b"
    r"|no (?:choice|option|alternative|other (?:choice|option|way)) but\b|can(?:no|['’])t (?:help )?but\b"
    r"|(?:could|can|ca)n(?:o|['’])t help\b|cannot (?:help|wait)\b|nothing but\b|(?:little|few) or no\b"
    r"|no[. ]\s?\d|no sooner\b|no[ -]holds|nonetheless|nevertheless|nor(?:way|th)\w*|yes and no\b"
)
_AUXILIARY = "(?:ca|wo|sha|do|does|did|is|are|was|were|has|have|had|would|could|should|must|need|might|ai)"
_FIRM = (
    rf"{_AUXILIARY}n['’]t\b"
    r"|no longer\b|cannot\b|can not\b|not even\b|not\b|never\b|no\b|none\b|no one\b|nobody\b|nothing\b"
    r"|nowhere\b|neither\b|nor\b|without\b"
)
# words that begin with an affix but do not negate, or do so for Chinese that does not (失業, 前所未有)
_NOT_UN = (
    r"i(?!n[a-z]|mag|mpe|mpr|dent|ntel|nter|de[an])|der|fi(?!lt|ni|t)|fy|til|to\b|less|cles?\b|anim|veil|dertak|earth|fold|fortun|like\b|like[sd]"
    r"|likeliest|cover|ear|ctu|ison|doubted|do\b|guard|precedent|employ|lock|leash|rest|wind|load|ravel|plug|wrap"
    r"|dead|even|natural|born"
)
_AFFIXED = (
    rf"un-\w+|un(?!{_NOT_UN})\w{{3,}}|non[- ]\w+"
    r"|non(?!e(?:theless)?\b|sens|chal|des|pareil|plus|agen)\w{4,}|async\w*|atypical\w*|apolitical\w*"
    r"|in(?!evit|valu|habit|cred|ter(?!min)|spect|vest|form|clud|fer)\w{3,}[ai]b(?:le|ly|ility)\b"
    r"|in(?:conven|formal|abil|accura|acti|adequa|admiss|appropriat|attent|capab|capac|coheren|compat|complet|conclus|consisten"
    r"|correct|curab|decis|definit|discrim|dispens|effective|effectual|effici|elig|equal|equit|exact|exhaust|exper"
    r"|explic|flexib|frequent|human|just|operab|separab|signific|soluble|stab|suffic|toler|valid|visib|voluntar"
    r"|vulner|secur|sensit|surmount|access|conceiv|comprehen|animat|discern|extric|grat|hospit|civil|escap)\w*"
    r"|im(?:possib|practic|proper|balanc|matur|mobil|moral|mortal|movab|partial|patien|penetr|perfect|permea|polite|potent"
    r"|precis|prob)\w*"
    r"|ir(?:ration|reconcil|reduc|repar|retriev|refut|regular|relevan|replac|resist|resol|respons|revers|revoc)\w*"
    r"|il(?:legal|legib|legit|logic|litera)\w*"
    r"|dis(?:agree|allow|approv|belie|comfort|contin|honest|inclin|integr|like|loyal|obey|obed|orient|own|prov"
    r"|qualif|regard|respect|satisf|similar|trust|unity|pleas|proportion|use)\w*"
    r"|(?!bless|unless|nevertheless|nonetheless|regardless|doubtless|wireless)\w{3,}less(?:ly|ness)?\b"
)
# what says "not" of a thing that is not the only one, or asks whether it is not so
_PART = (
    r"(?:can )?not (?:(?!the |be |an? )\w+ ){0,2}"
    r"(?:only|just|merely|simply|solely|purely|exclusively|alone)\b|not limited to\b"
    rf"|{_AUXILIARY}n['’]t (?:\w+ )?(?:only|just|merely|simply)\b"
    r"|nor (?:is|was|are|were|has|have|do|does|did) \w+ (?:only|just|merely|simply)\b"
)
_SOFT = (
    rf"{_PART}|no(?=,)|nope\b|no (?:worries|way|surprise|shortage)\b|(?:nothing|none) more\b|no different\b"
    r"|not (?:un(?:related|like\b|common|usual|reasonable|familiar|justified)|in(?:significant|frequent)"
    r"|impossible)\w*"
    r"|can(?:not| not|['’]t) (?:\w+ ){1,4}enough\b|f[ae]ll(?:s|en|ing)? short"
    r"|ill-(?:suited|advised|equipped|prepared|fitted|informed)"
    r"|not even (?:talk|mention|to mention|speak)\w*|i don['’]t (?:know|remember|recall)(?=,| who\b)"
    r"|no (?:more|less|fewer|later|greater|earlier|higher|lower|better|longer|shorter) than\b"
    r"|if not\b|not to mention\b"
    r"|(?:wo|would|do|does|did)(?:n['’]t| not) mind\b"
    rf"|{_AFFIXED}"
    r"|refus\w*|reject\w*|fail(?:s|ed|ing|ure|ures)?\b|lack(?:s|ed|ing)?\b|absen[ct]\w*"
    r"|ignor(?:e[sd]?|ing)\b|neglect\w*|avoid\w*|prevent\w*|refrain\w*|discourag\w*|disincentiv\w*|dissuad\w*"
    r"|opaque\w*|opacity|mismatch\w*|negligib\w*|ignoran\w*|offline|too \w+(?: \w+)? (?:to|for)\b"
    r"|unlike\b|free\b(?<=-free)|off[- ]guard|den(?:y|ies|ied|ying)\b|instead of|rather than|anything but"
    r"|zero(?= [a-z])|no problem\b|hardly|barely|rarely|seldom|scarcely|far from"
    r"|free (?:of|from)|yet to|devoid"
)
_CUES = re.compile(rf"\b(?:(?P<inert>{_INERT})|(?P<soft>{_SOFT})|(?P<firm>{_FIRM}))")
_AFFIX = re.compile(_AFFIXED, re.IGNORECASE)
_UNTIL = re.compile(r"[^.;:!?,]{0,80}?\b(?:until|till)\b", re.IGNORECASE)
_END = re.compile("[.;:!?]")
_QUESTION = re.compile(r"(?:[^.;!?]|\.{2,3}){0,200}\?")
_OPENING = re.compile(
    r"(?:^|[^\w\s’']\s*|\b(?:and|but|so|or|then|well|why|because|since)\s+)$", re.IGNORECASE
)
_INVERTED = re.compile(
    r"\b(?:is|are|was|were|do|does|did|has|have|had|would|could|should|can|will)\s+"
    r"(?:it|this|that|there|these|those|he|she|we|you|they|I)\s+$",
    re.IGNORECASE,
)
_LISTED = re.compile(r"[,;–—-] (?:(?:and|or|but) )?$")
_TWICE = re.compile(
    r"(?:not|no|n['’]t) (?:an? |the |any )?(?:lack|absen|fail|refus|avoid|ignor)", re.IGNORECASE
)
_SPOKEN = re.compile(r"\b(?:I|we|you|they|he|she|it)\s*$", re.IGNORECASE)
_WORD = re.compile(r"\s*\w+")
_REST = re.compile(r"[^.;!?]*")
_OR = re.compile(r"\bor\b|\band (?=(?:why|how|what|whether|that|where|when)\b)", re.IGNORECASE)
_NEXT = 40
"""Characters of a listed thing, after "or", that the negative before the list still reaches."""


def cues(en: str) -> list[Cue]:
    """The negatives of ``en`` in their order."""
    found: list[Cue] = []
    said = set[str]()
    for match in _CUES.finditer(_lowered(en)):
        if match.lastgroup != "inert":
            cue = _cue(en, match, next((one for one in reversed(found) if one.firm or one.more), None))
            if cue.firm:
                start, end = cue.span
                before, after = _SPOKEN.search(en[max(0, start - 6) : start]), _WORD.match(en, end)
                again = (before.group() + cue.text + after.group()).lower() if before and after else ""
                if again in said:
                    cue = replace(cue, firm=False)  # "We don't know. We don't know when."
                elif again:
                    said.add(again)
            found.append(cue)
    return found


def _lowered(en: str) -> str:
    """``en`` in lower case, character by character: a pattern that ignores case takes thrice the time."""
    low = en.lower()
    if len(low) == len(en):
        return low
    return "".join(char.lower() if len(char.lower()) == 1 else char for char in en)


def _cue(en: str, match: re.Match[str], before: Cue | None) -> Cue:
    start, end = match.span()
    until = _UNTIL.match(en, end) is not None
    firm = match.lastgroup == "firm" and not until
    if firm and (_is_asked(en, match) or (before and _is_more_of(en, match, before))):
        firm = False
    rest = _REST.match(en, end)
    stop = rest.end() if rest else end
    ors = [hit.start() for hit in _OR.finditer(en, end, stop)]
    more = max(len(ors), en.count(",", end, ors[-1])) if ors else 0
    reach = min(ors[-1] + _NEXT, stop) if ors else end
    return Cue(en[start:end], (start, end), firm, more, reach, _is_affixed(en, start, before), until)


def _is_asked(en: str, match: re.Match[str]) -> bool:
    """Whether the negative only makes a question expect “yes”: “isn't it?”, “Is this not …?”."""
    if _QUESTION.match(en, match.end()) is None:
        return False
    text = match.group().lower()
    before = en[max(0, match.start() - 30) : match.start()]
    if text == "not":
        return _INVERTED.search(before) is not None
    return text.endswith(("n't", "n’t")) and _OPENING.search(before) is not None


def _is_more_of(en: str, match: re.Match[str], before: Cue) -> bool:
    """Whether the negative goes on with what one before it in the sentence began: “no nation, not even”."""
    text = match.group().lower()
    if not (before.firm or before.text.lower().startswith("not")) or _END.search(
        en, before.span[1], match.start()
    ):
        return False
    return text in {"not even", "nor"} or (
        text == "not" and _LISTED.search(en, before.span[1], match.start()) is not None
    )


def _is_affixed(en: str, start: int, before: Cue | None) -> bool:
    """Whether a part of the word at ``start`` negates, or all of it after a “not”: “not the lack of”."""
    if _AFFIX.match(en, start):
        return True
    return before is not None and before.firm and _TWICE.match(en, max(0, before.span[1] - 3)) is not None
