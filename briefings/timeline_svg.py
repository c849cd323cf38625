"""The timeline's strip as SVG, for page and PDF: black on white, no label on another.

Points stand in equal steps, since days and years do not share a scale; the time
between two of them is printed between them. Labels hang to the right of their
point, above and below in turn, so that each has the width of two steps.
"""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup, escape

from briefings.model import Moment, Timeline
from briefings.timeline import elapsed

WIDTH = 487.0
"""Width of the drawing in points: that of a brief's page."""

_LINE, _LEADING = 6.6, 8.4
_EM = 0.56
"""Type, leading, and the mean width of a character in ems (Noto Sans; a little more than measured)."""

_FACE = Markup('font-family="Noto Sans" font-size="6.6" fill="#111"')
_SMALL_FACE = Markup('font-family="Noto Sans" font-size="5.4" fill="#444"')
"""As attributes: WeasyPrint applies no style sheet of the page to a drawing; on screens it wins over them."""

_GAP = 8.0
_LEFT = 4.0
"""Room for the first point, which is drawn around its place."""

_WIDEST = 150.0
_LINES = 4
"""Lines that a label may have below its date."""


@dataclass(frozen=True, slots=True)
class Label:
    """A label's place: its box in points from the strip's upper left corner, and its lines."""

    x: float
    y: float
    width: float
    height: float
    date: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Strip:
    """Everything that is drawn: the axis, its points, their labels."""

    axis: float
    height: float
    step: float
    points: tuple[float, ...]
    labels: tuple[Label, ...]


def strip(timeline: Timeline) -> Strip:
    """Where everything stands. No two labels overlap, whatever the names are."""
    number = len(timeline.moments)
    narrow = min(2 * (WIDTH + _GAP) / (number + 1) - _GAP, _WIDEST)
    # the last label needs its own width only; what it leaves makes all steps wider
    last = _wrapped(timeline.moments[-1].short, narrow)
    room = WIDTH - _LEFT - min(narrow, _width((timeline.moments[-1].date, *last)))
    step = room / (number - 1) if number > 1 else room
    points = tuple(round(_LEFT + position * step, 2) for position in range(number))
    widths = [min(2 * step - _GAP, _WIDEST, WIDTH - x) for x in points]
    texts = [
        _wrapped(moment.short, width)
        for moment, width in zip(timeline.moments[:-1], widths[:-1], strict=True)
    ]
    texts.append(last)
    above = max((_height(lines) for lines in texts[0::2]), default=0.0)
    below = max((_height(lines) for lines in texts[1::2]), default=0.0)
    axis = above + 7.0
    labels = tuple(
        Label(
            points[position],
            round(axis - 7.0 - _height(lines) if position % 2 == 0 else axis + 14.0, 2),
            widths[position],
            _height(lines),
            moment.date,
            lines,
        )
        for position, (moment, lines) in enumerate(zip(timeline.moments, texts, strict=True))
    )
    return Strip(axis, axis + 16.0 + below, step, points, labels)


def drawn(timeline: Timeline, title: str) -> Markup:
    """The strip as an ``svg`` element. ``title`` names it in pages and PDFs; the list below says all."""
    made = strip(timeline)
    parts = [
        Markup(
            '<line x1="0" y1="{0}" x2="{1}" y2="{0}" class="axis" stroke="#111" stroke-width="1"/>'
        ).format(_n(made.axis), _n(WIDTH))
    ]
    pairs = zip(timeline.moments, made.labels, strict=True)
    for position, (moment, label) in enumerate(pairs):
        parts += [_leader(made, label, above=position % 2 == 0), _point(moment, label.x, made.axis)]
        parts.append(_text(moment, label))
        if position:
            parts.append(_between(timeline.moments[position - 1], moment, made, position))
    return Markup(
        '<svg class="strip" viewBox="0 0 {} {}" role="img" xmlns="http://www.w3.org/2000/svg">'
        "<title>{}</title>{}</svg>"
    ).format(_n(WIDTH), _n(made.height), title, Markup("").join(parts))


def _leader(made: Strip, label: Label, *, above: bool) -> Markup:
    end = label.y + 1.0 if above else label.y + label.height
    return Markup(
        '<line x1="{0}" y1="{1}" x2="{0}" y2="{2}" class="leader" stroke="#999" stroke-width="0.5"/>'
    ).format(_n(label.x), _n(made.axis), _n(end))


def _point(moment: Moment, x: float, axis: float) -> Markup:
    """A square for the brief's event, a disc for another, a ring for a dated sentence."""
    if moment.kind == "this":
        return Markup('<rect x="{}" y="{}" width="8" height="8" class="this" fill="#111"/>').format(
            _n(x - 4), _n(axis - 4)
        )
    fill = "#fff" if moment.kind == "dated" else "#111"
    return Markup(
        '<circle cx="{}" cy="{}" r="2.6" class="{}" fill="{}" stroke="#111" stroke-width="1"/>'
    ).format(_n(x), _n(axis), moment.kind, fill)


def _text(moment: Moment, label: Label) -> Markup:
    strong = " own" if moment.kind == "this" else ""
    x = label.x + 4.0
    lines = [
        Markup('<text x="{}" y="{}" class="day{}" font-weight="bold" {}>{}</text>').format(
            _n(x), _n(label.y + _LINE), strong, _FACE, escape(label.date)
        )
    ]
    lines += [
        Markup('<text x="{}" y="{}" class="what{}" font-weight="{}" {}>{}</text>').format(
            _n(x),
            _n(label.y + _LINE + _LEADING * number),
            strong,
            "bold" if strong else "normal",
            _FACE,
            escape(line),
        )
        for number, line in enumerate(label.lines, start=1)
    ]
    return Markup("").join(lines)


def _between(before: Moment, after: Moment, made: Strip, position: int) -> Markup:
    words = elapsed(before.start, after.start)
    if not words or len(words) * 5.4 * _EM > made.step - 8:
        return Markup("")
    middle = (made.points[position - 1] + made.points[position]) / 2
    return Markup('<text x="{}" y="{}" class="gap" text-anchor="middle" {}>{}</text>').format(
        _n(middle), _n(made.axis + 7.6), _SMALL_FACE, escape(words)
    )


def _wrapped(text: str, width: float) -> tuple[str, ...]:
    """``text`` in lines of ``width``; what does not fit in four of them ends in an ellipsis."""
    most = max(6, int((width - 6.0) / (_LINE * _EM)))
    lines: list[str] = []
    for word in text.split():
        if lines and len(lines[-1]) + 1 + len(word) <= most:
            lines[-1] += f" {word}"
        else:
            lines.append(word[:most])
    if len(lines) > _LINES:
        kept = lines[:_LINES]
        kept[-1] = f"{kept[-1][: most - 1].rstrip()}…"
        return tuple(kept)
    return tuple(lines)


def _width(lines: tuple[str, ...]) -> float:
    """The width of the longest of ``lines``; a date is bold, so it counts a little wider."""
    return max(len(line) for line in lines) * _LINE * (_EM + 0.04) + 6.0


def _height(lines: tuple[str, ...]) -> float:
    return _LEADING * (1 + len(lines)) + 1.0


def _n(value: float) -> str:
    """A coordinate with at most two decimals: the same digits on every machine."""
    return f"{value:.2f}".rstrip("0").rstrip(".")
