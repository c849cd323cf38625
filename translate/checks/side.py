"""Who speaks in a Chinese sentence, for terms that each side renders in its own way."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from translate.checks.lexicon import both_scripts, load
from translate.checks.mentions import Mention, in_chinese
from translate.glossary import Glossary, Hit, Term

_SIDES: dict[str, str] = load("names.toml")["side"]
_SAYS = re.compile(both_scripts("表示|指出|[聲宣堅]稱|強調|[稱說](?!為|明|法)|重申|認為|主張|警告|闡明"))
_OBJECT = re.compile("(?:[向對对與与和同跟]|[會会][見见晤]|[給给]|[告][訴诉])[「『]?$")
_END = re.compile("[。！？；]")
_CLOSED = re.compile("[」』”]")
_BETWEEN = re.compile(
    both_scripts(
        "(?:方|方面|政府)?[^，。；：！？、「」]{0,4}|(?:向|對|在|於|就|與|同|和|針對|[0-9一二三四五六七八九十])[^。；！？、「」]{1,16}"
    )
)
"""Between who speaks and the verb that says so."""


def speaker(zh: str, hits: Sequence[Hit], glossary: Glossary, place: int) -> str:
    """The side in whose statement ``place`` lies; "" where the sentence does not tell.

    A statement is what follows a verb of saying up to the end of the sentence, or of the quotation.
    """
    said = [match for match in _SAYS.finditer(zh, 0, place) if _reaches(zh[match.end() : place])]
    for verb in reversed(said):
        for mention in reversed(in_chinese(zh, glossary, hits)):
            if (
                mention.end > verb.start()
                or mention.end - mention.start == 1
                or not _BETWEEN.fullmatch(zh, mention.end, verb.start())
                or _OBJECT.search(zh[: mention.start])
            ):
                continue
            if side := side_of(mention):
                return side
    return ""


def _reaches(between: str) -> bool:
    """Whether a statement that begins before ``between`` still goes on after it."""
    opened = max(between.find(sign) for sign in "「“")
    if 0 <= opened <= 2:  # noqa: PLR2004  (after a comma or colon)
        return not _CLOSED.search(between, opened) or between.count("「") > between.count("」")
    return not _END.search(between)


def side_of(mention: Mention) -> str:
    """Whose a name is: of a person or body as the glossary has it, of a country itself."""
    if isinstance(mention.who, Term):
        return "" if mention.who.side == "neutral" else mention.who.side
    return _SIDES.get(str(mention.who), "")


def of_other_side(terms: Sequence[Term], side: str) -> Iterator[tuple[Term, Term]]:
    """Each term that ``side`` does not use, with the one that it uses instead; none where it has no own."""
    own = next((term for term in terms if term.side == side), None)
    own = own or next((term for term in terms if term.side == "neutral"), None)
    if own:
        for term in terms:
            if term is not own and not set(term.renderings) & set(own.renderings):
                yield term, own
