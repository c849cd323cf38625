"""One family of errors: each knows what went wrong, what to do, and the exit code.

Only ``briefings.cli`` exits; everything else raises one of these.
"""

from __future__ import annotations


class BriefingsError(Exception):
    """An error a user can act on.

    Args:
        message: what is wrong and where (the user's own path, line or key).
        remedy: what to do next; one or two sentences.
    """

    exit_code = 1

    def __init__(self, message: str, remedy: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.remedy = remedy

    def __str__(self) -> str:
        return f"{self.message}\n{self.remedy}" if self.remedy else self.message


class ConfigurationError(BriefingsError):
    """Wrong usage or configuration; the message lists every problem with its key."""

    exit_code = 2

    @classmethod
    def from_problems(cls, where: str, problems: list[str], remedy: str) -> ConfigurationError:
        """All problems of one file in one error.

        Args:
            where: the file, as the user knows it.
            problems: one line each, key first.
            remedy: what to do.
        """
        count = "1 problem" if len(problems) == 1 else f"{len(problems)} problems"
        lines = "\n".join(f"  - {problem}" for problem in problems)
        return cls(f"{where}: {count}\n{lines}", remedy)


class InputError(BriefingsError):
    """Input unreadable, text lost, or output and source disagree."""

    exit_code = 3


class TranslationIncompleteError(BriefingsError):
    """Segments without English that the asked-for outputs need."""

    exit_code = 4


class EngineError(BriefingsError):
    """The machine-translation engine or its package cannot do its work."""

    exit_code = 4


class RenderError(BriefingsError):
    """A font, glyph, image or template failed; nothing was written."""

    exit_code = 5


class PublishGateError(BriefingsError):
    """The publish gate refused an edition."""

    exit_code = 6


class CheckGateError(BriefingsError):
    """Findings at or above the severity the user asked to stop at."""

    exit_code = 7


class InterruptedRunError(BriefingsError):
    """The user stopped the run (Ctrl-C); what was stored stays stored."""

    exit_code = 130
