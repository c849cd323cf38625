"""``briefings templates``: what pages are made with, to be seen and replaced file by file."""

from __future__ import annotations

import click

from briefings.cli_state import State, pass_state


@click.group(invoke_without_command=True, epilog="Example: briefings templates")
@click.pass_context
def templates(context: click.Context) -> None:
    """List the templates and style sheets of every page, and which the workspace replaces.

    A file of the same name in the workspace's own templates/ is used instead; all
    others stay the package's. What a template is given stands at its head. To change
    one: briefings templates copy briefing/brief.css
    """
    if context.invoked_subcommand is None:
        _list(context.ensure_object(State))


def _list(state: State) -> None:
    from briefings.template_files import template_files  # noqa: PLC0415

    files = template_files(state.config().templates)
    width = max(len(file.name) for file in files)
    for file in files:
        if not file.known:
            note = "your own: used only where a template of yours names it"
        elif file.replaced:
            note = f"replaced by yours. {file.about}" if file.differs else f"yours, unchanged. {file.about}"
        else:
            note = file.about
        click.echo(f"{file.name:<{width}}  {note}".rstrip())


@templates.command(epilog="Example: briefings templates show briefing/brief.html.j2")
@click.argument("name", metavar="NAME")
def show(name: str) -> None:
    """Print one of the package's templates."""
    from briefings.template_files import read_template  # noqa: PLC0415

    click.echo(read_template(name), nl=False)


@templates.command(epilog="Example: briefings templates copy briefing/brief.css page.css")
@click.option("--force", is_flag=True, help="Replace your changed copies by the package's files.")
@click.argument("names", nargs=-1, required=True, metavar="NAME...")
@pass_state
def copy(state: State, names: tuple[str, ...], force: bool) -> None:
    """Copy templates, or a folder of them, to the workspace's templates/, to be changed there."""
    from briefings.template_files import copy_templates  # noqa: PLC0415

    for path in copy_templates(names, state.config().templates, force=force):
        click.echo(path)
    click.echo("Delete a copy to use the package's own again.")
