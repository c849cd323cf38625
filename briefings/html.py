"""Briefs as HTML and Markdown: the Jinja2 environment and the two functions that use it.

Templates are looked up in the workspace's own ``templates/`` first, then in the
package's, file by file. An undefined name in a template is an error, never a blank.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from jinja2 import ChoiceLoader, Environment, FileSystemLoader, StrictUndefined, TemplateError, pass_context
from jinja2.runtime import Context
from markupsafe import Markup

from briefings import fitting, wording
from briefings.commonmark import plain
from briefings.model import Briefing
from briefings.positions import table
from briefings.setting import breakable, han, linked, mixed, runs, tied
from briefings.timeline_svg import drawn
from translate.errors import RenderError

PACKAGE_TEMPLATES = Path(__file__).parent / "templates"
REPOSITORY_TEMPLATES = Path(__file__).parents[1] / "templates"


def templates_folder() -> Path:
    """The package's templates: inside a wheel, or the repository's in a checkout."""
    return PACKAGE_TEMPLATES if PACKAGE_TEMPLATES.is_dir() else REPOSITORY_TEMPLATES


def render_brief_html(briefing: Briefing, *, for_print: bool, overrides: Path | None = None) -> str:
    """One self-contained HTML page of a brief.

    Args:
        briefing: what the page shows.
        for_print: the page that ``briefings.pdf`` turns into A4, else the one for screens.
        overrides: the workspace's own ``templates/``, whose files replace the package's.

    Raises:
        RenderError: a template is broken or uses an undefined name.
    """
    return _render("briefing/brief.html.j2", overrides, briefing, for_print=for_print)


def render_brief_markdown(briefing: Briefing, *, overrides: Path | None = None) -> str:
    """The brief as Markdown: the English summary that is passed on by mail.

    Raises:
        RenderError: a template is broken or uses an undefined name.
    """
    return _render("briefing/brief.md.j2", overrides, briefing, for_print=False)


def environment(overrides: Path | None = None) -> Environment:
    """The environment that every page of the project is made with, also by other modules."""
    return _environment(overrides if overrides and overrides.is_dir() else None)


def _render(name: str, overrides: Path | None, briefing: Briefing, *, for_print: bool) -> str:
    env = environment(overrides)
    try:
        return env.get_template(name).render(
            briefing=briefing,
            for_print=for_print,
            table=table(briefing.positions, (*briefing.statements, *briefing.assessments)),
            numbers=briefing.numbers,
            keys=wording.source_keys(briefing.sources),
            wordings=wording.by_leading(briefing.variants),
            excerpts=wording.excerpted_sources(briefing),
            caveats=wording.reader_notes(briefing),
            differences=wording.other_discrepancies(briefing),
            where=wording.passages_of_statements(briefing),
            front=fitting.front(briefing),
        )
    except TemplateError as error:
        raise _template_error(name, env, error) from error


def _template_error(name: str, env: Environment, error: TemplateError) -> RenderError:
    """The template and line where it went wrong, as a user can find them."""
    place, line = str(getattr(error, "filename", None) or name), getattr(error, "lineno", None)
    trace = error.__traceback__
    while trace is not None:
        if trace.tb_frame.f_code.co_filename.endswith(".j2"):
            place, line = trace.tb_frame.f_code.co_filename, trace.tb_lineno
        trace = trace.tb_next
    return RenderError(
        f"{place}{f', line {line}' if line else ''}: {error.message or error}",
        "Correct the template, or delete your override to use the package’s own. "
        f"Templates are looked up in {', then in '.join(_folders(env))}.",
    )


def _folders(env: Environment) -> list[str]:
    loaders = env.loader.loaders if isinstance(env.loader, ChoiceLoader) else []
    return [path for loader in loaders if isinstance(loader, FileSystemLoader) for path in loader.searchpath]


@cache
def _environment(overrides: Path | None) -> Environment:
    folders = [folder for folder in (overrides, templates_folder()) if folder]
    loader = ChoiceLoader([FileSystemLoader(folder) for folder in folders])
    env = Environment(
        loader=loader,
        undefined=StrictUndefined,
        autoescape=_is_markup,  # noqa: S701  (it escapes everything but Markdown)
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    env.filters.update(
        zh=_zh,
        mixed=mixed,
        md=plain,
        anchor=wording.anchor,
        day=wording.day_in_words,
        quoted=wording.quoted,
        breakable=breakable,
        linked=linked,
        account=wording.account,
        whose_account=wording.whose_account,
        key_cite=wording.key_cite,
        place_by_key=wording.place_by_key,
        strip=drawn,
        runs=runs,
        tied=tied,
        status_words=wording.status_words,
        source_words=wording.source_words,
        grade_words=wording.grade_words,
        issuer_words=wording.is_issuers_wording,
        rights_words=lambda rights: wording.RIGHTS_WORDS.get(rights, rights),
        official_sources=wording.official_sources,
        note_kind=wording.note_kind,
        status_of=wording.status_of,
        by_document=wording.by_document,
        passage_states=wording.passage_states,
        row_state=wording.row_state,
        words_label=wording.words_label,
        source_short=wording.source_short,
        field_name=wording.field_name,
    )
    env.globals["css"] = lambda name: _stylesheet(env, loader, name)
    return env


def _is_markup(name: str | None) -> bool:
    """Everything is escaped as HTML but Markdown, which has its own filter."""
    return name is None or not name.endswith(".md.j2")


def _stylesheet(env: Environment, loader: ChoiceLoader, name: str) -> Markup:
    """A style sheet inlined as it is; ``</`` would end the ``style`` element it stands in."""
    source, _, _ = loader.get_source(env, name)
    return Markup(source.replace("</", "<\\/"))  # noqa: S704  (our own file or the user's override)


@pass_context
def _zh(context: Context, text: str, mark: str = "") -> Markup:
    """Chinese, tagged; thin spaces only in print: on a screen they would be copied along."""
    return han(text, mark, spaced=bool(context["for_print"]))
