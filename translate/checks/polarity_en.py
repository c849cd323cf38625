"""What negates in an English sentence."""

from __future__ import annotations

import re
from dataclasses import dataclass

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
    r"nor (?:is|was|are|were|has|have|do|does|did) \w+ (?:only|just|merely|simply)\b"
    r"|not (?:only|just|merely|simply|solely|alone|least|until|till)\b"
    r"|(?:has|have|had|was|were|is|are|do|does|did)n['’]t (?:only|just|merely|until)\b"
    r"|no (?:doubt|wonder|matter)\b|without (?:a )?doubt\b|whether or not\b|or not\b"
    r"|no (?:choice|option|alternative|other (?:choice|option|way)) but\b|can(?:no|['’])t (?:help )?but\b"
    r"|(?:could|can|ca)n(?:o|['’])t help\b|cannot (?:help|wait)\b|nothing but\b|(?:little|few) or no\b"
    r"|not (?:\w+ ){1,3}alone\b"
    r"|no[. ]\s?\d|no sooner\b|no[ -]holds|nonetheless|nevertheless|nor(?:way|th)\w*|yes (?:or|and) no\b"
)
_FIRM = (
    r"(?:ca|wo|sha|do|does|did|is|are|was|were|has|have|had|would|could|should|must|need|might|ai)n['’]t\b"
    r"|no longer\b|cannot\b|can not\b|not even\b|not\b|never\b|no\b|none\b|no one\b|nobody\b|nothing\b"
    r"|nowhere\b|neither\b|nor\b|without\b"
)
# words that begin with an affix but do not negate, or do so for Chinese that does not (失業, 前所未有)
_NOT_UN = (
    r"it|ion|iv|der|iq|i?fi|i?fy|iform|ilat|til|to\b|less|cles?\b|anim|veil|dertak|earth|fold|fortun|like\b|like[sd]"
    r"|likeliest|cover|ear|ctu|ison|doubted|do\b|guard|precedent|employ|lock|leash|rest|wind|load|ravel|plug|wrap"
    r"|dead|even|natural|born"
)
_AFFIXED = (
    rf"un-\w+|un(?!{_NOT_UN})\w{{3,}}|non[- ]\w+"
    r"|non(?:align|aggress|prolif|violen|partisan|profit|inter|exist|commit|discrim|conform|compli)\w*"
    r"|in(?!evit|valu|habit|cred)\w{3,}[ai]b(?:le|ly|ility)\b"
    r"|in(?:conven|formal|abil|accura|acti|adequa|admiss|appropriat|attent|capab|capac|coheren|compat|complet|conclus|consisten"
    r"|correct|curab|decis|definit|discrim|dispens|effective|effectual|effici|elig|equal|equit|exact|exhaust|exper"
    r"|explic|flexib|frequent|human|just|operab|separab|signific|soluble|stab|suffic|toler|valid|visib|voluntar"
    r"|vulner|secur|sensit|surmount|access|conceiv|comprehen|animat|discern|extric|grat|hospit)\w*"
    r"|im(?:possib|practic|proper|balanc|matur|mobil|moral|mortal|movab|partial|patien|penetr|perfect|permea|polite|potent"
    r"|precis|prob)\w*"
    r"|ir(?:ration|reconcil|refut|regular|relevan|replac|resist|resol|respons|revers|revoc)\w*"
    r"|il(?:legal|legib|legit|logic|litera)\w*"
    r"|dis(?:agree|allow|approv|belie|comfort|contin|honest|inclin|integr|like|loyal|obey|obed|orient|own|prov"
    r"|qualif|regard|respect|satisf|similar|trust|unity|pleas|proportion)\w*"
    r"|(?!bless|unless|nevertheless|nonetheless|regardless|doubtless|wireless)\w{3,}less(?:ly|ness)?\b"
)
_SOFT = (
    r"no (?:more|less|fewer|later|greater|earlier|higher|lower|better|longer|shorter) than\b"
    r"|if not\b|not to mention\b"
    r"|(?:wo|would|do|does|did)(?:n['’]t| not) mind\b"
    rf"|{_AFFIXED}"
    r"|refus\w*|reject\w*|fail(?:s|ed|ing|ure|ures)?\b|lack(?:s|ed|ing)?\b|absen[ct]\w*"
    r"|instead of|anything but|zero(?= [a-z])|no problem\b"
    r"|hardly|barely|rarely|seldom|scarcely|far from|free (?:of|from)|yet to|devoid"
)
_CUES = re.compile(rf"\b(?:(?P<inert>{_INERT})|(?P<soft>{_SOFT})|(?P<firm>{_FIRM}))", re.IGNORECASE)
_AFFIX = re.compile(_AFFIXED, re.IGNORECASE)
_UNTIL = re.compile(r"[^.;:!?,]{0,80}?\b(?:until|till)\b", re.IGNORECASE)
_END = re.compile("[.;:!?]")
_REST = re.compile(r"[^.;!?]*")
_OR = re.compile(r"\bor\b|\band (?=(?:why|how|what|whether|that|where|when)\b)", re.IGNORECASE)
_NEXT = 40
"""Characters of a listed thing, after "or", that the negative before the list still reaches."""


def cues(en: str) -> list[Cue]:
    """The negatives of ``en`` in their order."""
    found: list[Cue] = []
    for match in _CUES.finditer(en):
        if match.lastgroup != "inert":
            found.append(_cue(en, match, found[-1] if found else None))
    return found


def _cue(en: str, match: re.Match[str], before: Cue | None) -> Cue:
    start, end = match.span()
    until = _UNTIL.match(en, end) is not None
    firm = match.lastgroup == "firm" and not until
    if match.group().lower() == "not even" and before and not _END.search(en, before.span[1], start):
        firm = False  # "no nation, not even": once is enough
    rest = _REST.match(en, end)
    stop = rest.end() if rest else end
    ors = [hit.start() for hit in _OR.finditer(en, end, stop)]
    more = max(len(ors), en.count(",", end, ors[-1])) if ors else 0
    reach = min(ors[-1] + _NEXT, stop) if ors else end
    return Cue(match.group(), (start, end), firm, more, reach, bool(_AFFIX.match(en, start)), until)
