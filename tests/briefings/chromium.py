"""Pages in headless Chromium: axe-core's findings, and what does not fit a narrow window."""

from __future__ import annotations

import html
import json
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

AXE = Path(__file__).parents[1] / "browser" / "node_modules" / "axe-core" / "axe.min.js"
"""From npm, pinned in ``tests/browser/package-lock.json``; ``scripts/setup dev`` installs it."""
CHROMIUM = shutil.which("chromium")
NARROW = 320
"""Pixels; the width at which a page enlarged to 400 % is read (WCAG 2.2, 1.4.10)."""

_OPTIONS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--virtual-time-budget=120000",
)  # fmt: skip
_SCHEMES = {"dark": "0", "light": "1"}
_RESULT = re.compile('<pre id="result">(.*?)</pre>', re.DOTALL)
_SCRIPT = """
(async () => {
  const out = { dark: matchMedia("(prefers-color-scheme: dark)").matches };
  const found = await axe.run(document);
  out.axe = axe.version;
  out.passes = found.passes.map(rule => rule.id);
  out.violations = found.violations.map(rule => ({
    id: rule.id, impact: rule.impact, nodes: rule.nodes.map(node => node.html.slice(0, 200)),
  }));
  const frame = document.createElement("iframe");
  frame.style = "width:%(width)spx;height:800px;border:0;position:absolute;top:0";
  frame.srcdoc = %(page)s;
  document.body.append(frame);
  await new Promise(loaded => frame.onload = loaded);
  const root = frame.contentDocument.documentElement;
  out.overflow = root.scrollWidth - root.clientWidth;
  return out;
})().catch(error => ({ error: String(error) })).then(out => {
  const result = document.createElement("pre");
  result.id = "result";
  result.textContent = JSON.stringify(out);
  document.body.replaceChildren(result);
});
"""


@dataclass(frozen=True)
class Seen:
    """What Chromium and axe-core say of a page.

    ``overflow``: pixels that it is wider than a window of ``NARROW`` pixels.
    """

    dark: bool
    axe: str
    passes: list[str]
    violations: list[dict[str, Any]]
    overflow: int

    @property
    def grave(self) -> list[dict[str, Any]]:
        """Serious and critical findings."""
        return [found for found in self.violations if found["impact"] in {"serious", "critical"}]


def seen(page: str, scheme: str, folder: Path) -> Seen:
    """The page as Chromium shows it.

    Args:
        page: its HTML, without scripts.
        scheme: ``light`` or ``dark``.
        folder: to work in; Chromium's profile stays there for the next page.
    """
    script = _SCRIPT % {"width": NARROW, "page": json.dumps(page).replace("</", "<\\/")}
    axe = AXE.read_text(encoding="utf-8").replace("</script", "<\\/script")
    assert page.count("</body>") == 1
    file = folder / "page.html"
    scripts = f"<script>{axe}</script><script>{script}</script></body>"
    file.write_text(page.replace("</body>", scripts), encoding="utf-8")
    preferred = f"--blink-settings=preferredColorScheme={_SCHEMES[scheme]}"
    dom = _run(folder, preferred, "--dump-dom", file.as_uri())
    found = _RESULT.search(dom)
    assert found, dom[-2000:]
    result = json.loads(html.unescape(found[1]))
    assert "error" not in result, result
    return Seen(**result)


def printed(page: Path, folder: Path) -> bytes:
    """The page as Chromium prints it, in PDF."""
    target = folder / "printed.pdf"
    _run(folder, f"--print-to-pdf={target}", page.as_uri())
    return target.read_bytes()


def _run(folder: Path, *options: str) -> str:
    assert CHROMIUM
    profile = f"--user-data-dir={folder / 'profile'}"
    ran = subprocess.run(
        [CHROMIUM, *_OPTIONS, profile, *options], check=True, capture_output=True, timeout=240
    )
    return ran.stdout.decode("utf-8", "replace")
