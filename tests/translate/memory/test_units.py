"""Imported memories in the database: what an import stores, reports, and survives."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from tests.casefile import cases
from tests.translate.memory.memories import Workspace, props, tmx_text, tu
from tests.translate.memory.test_tmx import FOREIGN, XML_TEXT, dtd
from translate.errors import InputError
from translate.hanzi import match_key
from translate.memory import Memory, Unit, element_of, load, save, tmx
from translate.memory.importing import Remark, Report, exported, judged
from translate.memory.units import UnitStore
from translate.model import Origin, State

ROOT = Path(__file__).parents[3]


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return Workspace(tmp_path)


def english(workspace: Workspace, zh: str) -> list[str]:
    with UnitStore(workspace.database) as store:
        return [item.unit.en for item in store.by_key(match_key(zh))]


# the report


def test_new_then_known(workspace: Workspace) -> None:
    units = (tu("結論", "Conclusion"), tu("前言", "Preface", tuid="1"))
    assert workspace.take(*units) == Report(read=2, new=2)
    before = workspace.live()
    assert workspace.take(*units) == Report(read=2, known=2)
    assert workspace.live() == before


def test_spacing_and_the_old_name_of_the_language_make_no_new_unit(workspace: Workspace) -> None:
    workspace.take(tu("結論", "Conclusion"))
    other = tu("結論", "Conclusion").replace("<tuv", "\n   <tuv").replace("xml:lang", "lang")
    assert workspace.take(other) == Report(read=1, known=1)


def test_a_later_version_takes_the_place_of_the_earlier(workspace: Workspace) -> None:
    old = tu("結論", "Conclusions", tuid="1", changedate="20200101T000000Z")
    new = tu("結論", "Conclusion", tuid="1", changedate="20210101T000000Z")
    workspace.take(old)
    assert workspace.take(new) == Report(read=1, changed=1, conflicting=1)
    assert english(workspace, "結論") == ["Conclusion"]
    assert workspace.take(new) == Report(read=1, known=1)
    assert workspace.take(old) == Report(read=1, known=1), "what it was is remembered"
    assert english(workspace, "結論") == ["Conclusion"]


def test_an_earlier_version_is_history(workspace: Workspace) -> None:
    workspace.take(tu("結論", "Conclusion", tuid="1", changedate="20210101T000000Z"))
    assert workspace.take(tu("結論", "Conclusions", tuid="1", changedate="20200101T000000Z")).older == 1
    assert english(workspace, "結論") == ["Conclusion"]


@pytest.mark.parametrize("date", ["", "20200101T000000Z", "once"])
def test_versions_that_no_date_orders_both_stay(workspace: Workspace, date: str) -> None:
    told = {"changedate": date} if date else {}
    workspace.take(tu("結論", "Conclusions", tuid="1", **told))
    report = workspace.take(tu("結論", "Conclusion", tuid="1", **told))
    assert report == Report(read=1, new=1, conflicting=1)
    assert english(workspace, "結論") == ["Conclusions", "Conclusion"]


def test_what_one_file_has_twice_stands_twice(workspace: Workspace) -> None:
    old = tu("結論", "Conclusions", tuid="1", changedate="20200101T000000Z")
    new = tu("結論", "Conclusion", tuid="1", changedate="20210101T000000Z")
    for _ in range(2):
        workspace.take(old, new)
        assert english(workspace, "結論") == ["Conclusions", "Conclusion"]


def test_conflicts_are_told_by_line_and_all_kept(tmp_path: Path) -> None:
    own = Memory([Unit("前言", "Foreword", Origin.PERSON, State.REVIEWED)])
    workspace = Workspace(tmp_path, own)
    report = workspace.take(tu("結論", "Conclusion"), tu("结论", "Findings"), tu("前言", "Preface"))
    assert report == Report(read=3, new=3, conflicting=2)
    assert workspace.remarks == [
        Remark("conflicting", 5, "an imported memory has another English for this Chinese"),
        Remark("conflicting", 6, "the project's memory has another English for this Chinese"),
    ]
    assert workspace.take(tu("結論", "Closing"), name="third").conflicting == 1
    assert english(workspace, "結論") == ["Conclusion", "Findings", "Closing"]


def test_the_same_english_twice_is_no_conflict(workspace: Workspace) -> None:
    workspace.take(tu("結論", "Conclusion"))
    assert workspace.take(tu("结论", "Conclusion"), name="third") == Report(read=1, new=1)


def test_what_is_rejected_is_told_with_line_and_reason(workspace: Workspace) -> None:
    report = workspace.take(tu("甲", "A"), tu("乙", ""), tu("丙", "C"))
    assert report == Report(read=3, new=2, rejected=1)
    assert workspace.remarks == [Remark("rejected", 5, "a unit needs Chinese and English text")]


def test_remarks_never_quote_a_text(workspace: Workspace) -> None:
    workspace.take(tu("祕密的句子", "Secret"), tu("祕密的句子", "Other secret"), tu("祕密", ""))
    assert workspace.remarks
    assert not any("祕密" in item.reason or "ecret" in item.reason for item in workspace.remarks)


def test_a_file_that_breaks_off_keeps_what_was_stored(workspace: Workspace, tmp_path: Path) -> None:
    path = tmp_path / "broken.tmx"
    units = [tu(f"第{number}句。", f"Sentence {number}.") for number in range(2500)]
    path.write_text(tmx_text(*units).replace("</body>", "<tu></body>"), encoding="utf-8")
    with pytest.raises(InputError, match="not well-formed XML"):
        workspace.take_file(path)
    with UnitStore(workspace.database) as store:
        (told,) = store.imports()
    assert told.units == 2500
    assert told.completed == ""
    assert workspace.take(*units) == Report(read=2500, known=2500)
    with UnitStore(workspace.database) as store:
        assert store.imports()[0].completed


def test_a_file_that_is_no_tmx_leaves_no_memory(workspace: Workspace, tmp_path: Path) -> None:
    path = tmp_path / "other.tmx"
    path.write_text("<xliff/>", encoding="utf-8")
    with pytest.raises(InputError, match="not a TMX file"):
        workspace.take_file(path)
    with UnitStore(workspace.database) as store:
        assert store.imports() == []


def test_provenance_is_kept(workspace: Workspace) -> None:
    workspace.take(tu("結論", "Conclusion", changeid="A. Reviser", changedate="20210101T083000Z"))
    with UnitStore(workspace.database) as store:
        (told,) = store.imports()
        (item,) = store.by_key(match_key("結論"))
    assert (told.name, told.file, len(told.sha256), told.units) == ("other", "other.tmx", 64, 1)
    assert 'srclang="*all*"' in told.header
    assert item.memory == "other"
    assert (item.unit.author, item.unit.date) == ("A. Reviser", "2021-01-01T08:30:00Z")


def test_forgetting_takes_one_memory_with_its_history(workspace: Workspace) -> None:
    workspace.take(tu("結論", "Conclusions", tuid="1", changedate="20200101T000000Z"))
    workspace.take(tu("結論", "Conclusion", tuid="1", changedate="20210101T000000Z"))
    workspace.take(tu("結論", "Findings"), name="third")
    with UnitStore(workspace.database) as store:
        assert store.forget("other") == 2
        assert [item.name for item in store.imports()] == ["third"]
        assert store.forget("other") == 0
    assert english(workspace, "結論") == ["Findings"]


# who made a unit


@pytest.mark.parametrize("case", cases("memory", "machine"))
def test_a_machines_work_is_known_by_its_marks(tmp_path: Path, case: dict[str, object]) -> None:
    told = {key: str(case[key]) for key in ("creationid", "changeid") if key in case}
    given_props = case.get("props", {})
    assert isinstance(given_props, dict)
    inside = "".join(f'<prop type="{key}">{value}</prop>' for key, value in given_props.items())
    path = tmp_path / "one.tmx"
    path.write_text(tmx_text(tu("結論", "Conclusion", inside, **told)), encoding="utf-8")
    _, item = tmx.read(path)
    assert isinstance(item, tmx.TmxUnit)
    assert judged(item).unit.by_machine is case["machine"]


@pytest.mark.parametrize(
    ("inside", "origin", "state"),
    [
        ("", Origin.MEMORY, State.TRANSLATED),
        (props(state="reviewed"), Origin.MEMORY, State.REVIEWED),
        (props(state="initial"), Origin.MEMORY, State.TRANSLATED),
        (props(state="signed off"), Origin.MEMORY, State.TRANSLATED),
        (props(origin="ai-draft", state="translated"), Origin.AI_DRAFT, State.TRANSLATED),
        (props(origin="person", state="final"), Origin.PERSON, State.FINAL),
        (props(origin="none"), Origin.MEMORY, State.TRANSLATED),
        (props(origin="engine", state="translated"), Origin.ENGINE, State.TRANSLATED),
    ],
)
def test_origin_and_state(tmp_path: Path, inside: str, origin: Origin, state: State) -> None:
    path = tmp_path / "one.tmx"
    path.write_text(tmx_text(tu("結論", "Conclusion", inside)), encoding="utf-8")
    _, item = tmx.read(path)
    assert isinstance(item, tmx.TmxUnit)
    unit = judged(item).unit
    assert (unit.origin, unit.state) == (origin, state)


# export


def export(workspace: Workspace, path: Path, *names: str) -> None:
    with UnitStore(workspace.database) as store:
        header, units = exported(store, list(names) or [item.name for item in store.imports()])
        tmx.write(path, header, units)


def test_import_export_import_is_equal(tmp_path: Path) -> None:
    first, second = Workspace(tmp_path), Workspace(tmp_path / "again")
    second.folder.mkdir()
    header = '<header creationtool="Other" srclang="*all*"><prop type="x-p">v</prop><note>n</note></header>'
    path = tmp_path / "in.tmx"
    path.write_text(
        tmx_text(FOREIGN, tu("甲", "A"), tu("甲", "B", usagecount="3"), header=header), encoding="utf-8"
    )
    first.take_file(path)
    export(first, tmp_path / "out.tmx")
    report = second.take_file(tmp_path / "out.tmx")
    assert report == Report(read=3, new=3, conflicting=1)
    assert second.live() == first.live()
    with UnitStore(first.database) as one, UnitStore(second.database) as other:
        assert one.imports()[0].header == other.imports()[0].header
        assert 'creationtool="Other"' in one.imports()[0].header
    export(second, tmp_path / "again.tmx")
    assert (tmp_path / "again.tmx").read_bytes() == (tmp_path / "out.tmx").read_bytes()
    assert dtd().validate(etree.parse(tmp_path / "out.tmx").getroot())
    assert first.take_file(tmp_path / "out.tmx") == Report(read=3, known=3)


def test_the_projects_memory_survives_the_way_through_another_workspace(tmp_path: Path) -> None:
    own = load(ROOT / "seeds" / "memory.tmx")
    workspace = Workspace(tmp_path)
    report = workspace.take_file(ROOT / "seeds" / "memory.tmx")
    assert report.new == report.read == len(own.units)
    export(workspace, tmp_path / "out.tmx")
    assert load(tmp_path / "out.tmx").units == own.units
    save(tmp_path / "saved.tmx", load(tmp_path / "out.tmx"))
    assert (tmp_path / "saved.tmx").read_bytes() == (ROOT / "seeds" / "memory.tmx").read_bytes()


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    texts=st.lists(
        st.tuples(XML_TEXT.filter(str.strip), XML_TEXT.filter(str.strip), XML_TEXT), min_size=1, max_size=5
    )
)
def test_odd_characters_survive_the_database(
    tmp_path_factory: pytest.TempPathFactory, texts: list[tuple[str, str, str]]
) -> None:
    workspace = Workspace(tmp_path_factory.mktemp("odd"))
    units = [Unit(zh, en, Origin.MEMORY, State.TRANSLATED, note.strip()) for zh, en, note in texts]
    path = workspace.folder / "in.tmx"
    tmx.write(path, "", [etree.tostring(element_of(unit), encoding="unicode") for unit in units])
    report = workspace.take_file(path)
    assert report.new + report.known == len(units)
    export(workspace, workspace.folder / "out.tmx")
    assert load(workspace.folder / "out.tmx").units == tuple(dict.fromkeys(units))
    assert workspace.take_file(workspace.folder / "out.tmx").new == 0


# killed in mid-import

_IMPORT = """
import sys
from pathlib import Path
from translate.memory.importing import import_tmx
from translate.memory import Memory
from translate.memory.units import UnitStore
with UnitStore(Path(sys.argv[2])) as store:
    def told(*_):
        print("on", flush=True)
        sys.stdin.readline()
    import_tmx(Path(sys.argv[1]), "other", store, project=Memory(), progress=told)
"""


def test_a_killed_import_is_run_again_and_ends_the_same(tmp_path: Path) -> None:
    path = tmp_path / "large.tmx"
    tmx.write(path, "", (tu(f"第{n}句話說的是這些。", f"Sentence {n}.", tuid=str(n)) for n in range(6000)))
    whole = Workspace(tmp_path / "whole")
    whole.folder.mkdir()
    assert whole.take_file(path) == Report(read=6000, new=6000)
    killed = Workspace(tmp_path / "killed")
    killed.folder.mkdir()
    run = subprocess.Popen(
        [sys.executable, "-c", _IMPORT, str(path), str(killed.database)],
        cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert run.stdout is not None
    assert run.stdin is not None
    for go_on in ("\n", "\n", ""):
        assert run.stdout.readline() == "on\n"
        run.stdin.write(go_on)
        run.stdin.flush()
    os.kill(run.pid, signal.SIGKILL)
    run.communicate()
    stored = len(killed.live())
    assert 0 < stored < 6000
    assert killed.take_file(path) == Report(read=6000, new=6000 - stored, known=stored)
    assert killed.live() == whole.live()


def test_a_failure_within_a_transaction_leaves_nothing_of_it(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    units = (tu("結論", "Conclusion"), tu("前言", "Preface"))
    with monkeypatch.context() as patched:
        patched.setattr(UnitStore, "_supersede", full)
        with pytest.raises(OSError, match="No space"):
            workspace.take(*units)
    assert workspace.live() == []
    assert workspace.take(*units) == Report(read=2, new=2)


def test_memory_stays_bounded(tmp_path: Path) -> None:
    """What the interpreter itself holds after 1,000 units and after 8,000 differs by little."""
    code = "import resource\n" + _IMPORT + "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)\n"
    peaks = []
    for count in (1000, 8000):
        path = tmp_path / f"{count}.tmx"
        tmx.write(
            path, "", (tu(f"第{n}句話說的是這些事情。" * 3, f"Sentence {n}. " * 9) for n in range(count))
        )
        done = subprocess.run(
            [sys.executable, "-c", code, str(path), str(tmp_path / f"{count}.sqlite3")],
            cwd=ROOT, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=True,
        )  # fmt: skip
        peaks.append(int(done.stdout.split()[-1]) / 1024)
    assert peaks[1] - peaks[0] < 15, peaks
