"""``licet run`` as a person or a script meets it: bad input and bad luck first, then what is written and told."""

from __future__ import annotations

import doctest
import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

pytest.importorskip("polars", reason="the extra 'tables' is not installed")

import polars as pl
import yaml

import licet
from licet.cli.main import main
from licet.columns import work
from licet.columns.answers import Answered
from licet.columns.walking import Walk
from licet.columns.work import RowsLost
from licet.errors import InputError

ORDERS = """\
id,recipient,kind,range_km,payload [kg],date,remark
007,IT,uas,1850,1701,2014-06-01,=1+1
2,SA,uas,"1,850",400,2025-09-15,+x
3,Saudi Arabia,cruise missile,1000 nmi,500,15/09/2025,
4,Atlantis,uas,x,5,2020-01-01,-5
5,?,uas,,600,2025-10-01,@a
6,IT,uas
"""


@pytest.fixture
def orders(tmp_path: Path) -> Path:
    path = tmp_path / "orders.csv"
    path.write_bytes(b"\xef\xbb\xbf" + ORDERS.encode())
    return path


def command(*words: str | Path) -> Result:
    result = CliRunner().invoke(main, ["run", *map(str, words)], prog_name="licet")
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exc_info
    assert "Traceback" not in result.stderr
    return result


def refused(*words: str | Path) -> list[str]:
    result = command(*words)
    assert result.exit_code == 2, result.stderr
    assert result.stdout == ""
    return result.stderr.splitlines()


def left(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


# What cannot be done


def test_without_an_output_nothing_is_read(orders: Path) -> None:
    assert refused(orders) == ["--output: no file to write to; expected -o FILE such as -o answers.csv"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--question", "postur"), "did you mean posture"),
        (("--as-of", "yesterday"), "'yesterday'"),
        (("--assume", "kynd=uas"), "the unknown fact 'kynd'"),
        (("--reform", "no-such-bill"), "no-such-bill"),
        (("--mapping", "none.yaml"), "none.yaml: No such file"),
        (("--engine", "warp"), "warp"),
        (("--law", "nowhere"), "no such folder"),
    ],
)
def test_an_option_that_cannot_be_used_is_one_line_and_nothing_is_written(
    orders: Path, words: tuple[str, ...], said: str
) -> None:
    before = left(orders.parent)
    assert any(said in line for line in refused(orders, "-o", orders.parent / "out.csv", *words))
    assert not (orders.parent / "out.csv").exists()
    assert left(orders.parent) == before


@pytest.mark.parametrize(
    ("output", "said"),
    [
        ("orders.csv", "which is read"),
        ("no/where.csv", "--output: no folder"),
        ("no/where.xlsx", "--output: no folder"),
        (".", "ending"),
        ("out.doc", "the ending '.doc'"),
        ("out", "no ending"),
    ],
)
def test_an_output_that_cannot_be_written_is_one_line(orders: Path, output: str, said: str) -> None:
    (line,) = refused(orders, "-o", orders.parent / output)
    assert said in line
    assert orders.read_bytes().startswith(b"\xef\xbb\xbf")


def test_columns_that_bear_the_names_of_answers_are_not_written_over(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("kind,posture,entries\nuas,mine,1.A.2\n", encoding="utf-8")
    (line,) = refused(path, "-o", tmp_path / "out.csv")
    assert "'entries', 'posture', the names of answers" in line
    assert command(path, "-o", tmp_path / "out.csv", "--question", "category").exit_code == 0


def test_numbers_without_a_unit_are_a_fault_of_the_column_and_not_of_every_row(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("kind,range\nuas,300\nuas,500\nuas,\n", encoding="utf-8")
    (line,) = refused(path, "-o", tmp_path / "out.csv")
    assert "column 'range': numbers without a unit" in line
    assert "'range_km'" in line


def test_a_column_of_the_wrong_type_is_a_fault(tmp_path: Path) -> None:
    pl.DataFrame({"kind": [1, 2], "range_km": [True, False]}).write_parquet(tmp_path / "a.parquet")
    assert len(refused(tmp_path / "a.parquet", "-o", tmp_path / "out.csv")) == 2


def limited(size: int, *words: str | Path) -> subprocess.CompletedProcess[str]:
    """Run the command in a process that may write no file beyond a size, as on a full disk."""
    code = (
        "import resource, signal, sys\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        f"resource.setrlimit(resource.RLIMIT_FSIZE, ({size}, {size}))\n"
        "from licet.cli.main import main\n"
        "main(sys.argv[1:], prog_name='licet')\n"
    )
    words = (sys.executable, "-c", code, "run", *words)
    return subprocess.run([str(word) for word in words], capture_output=True, text=True, check=False)


@pytest.mark.skipif(sys.platform == "win32", reason="no limit on files there")
@pytest.mark.parametrize("ending", ["csv", "xlsx", "parquet", "jsonl", "arrow"])
def test_a_full_disk_is_one_line_and_leaves_nothing_under_the_final_name(orders: Path, ending: str) -> None:
    output = orders.parent / f"out.{ending}"
    ran = limited(700, orders, "-o", output, "--question", "category")
    assert ran.returncode == 2, ran.stderr
    assert "the disk is full" in ran.stderr.splitlines()[-1]
    assert "Traceback" not in ran.stderr
    assert not output.exists()
    # With room again the same command ends well.
    assert command(orders, "-o", output, "--question", "category").exit_code == 0
    assert output.exists()
    assert not (orders.parent / f".out.{ending}.licet-run").exists()


KILLED = """
import os, signal, sys
from licet.columns import engines
from licet.columns.keeping import Kept
from licet.cli.main import main
engines._BATCHES['walk'] = 2
add = Kept.add
def adding(self, *of):
    add(self, *of)
    if len(self.parts) == int(os.environ['KILL']):
        if os.environ.get('CUT'):
            open(self.folder / 'journal.jsonl', 'a').write('{"rows": 2, "si')
        os.kill(os.getpid(), signal.SIGKILL)
Kept.add = adding
main(sys.argv[1:], prog_name='licet')
"""


def killed(after: int, *words: str | Path, cut: bool = False) -> subprocess.CompletedProcess[str]:
    """Run the command in small parts, in a process that is killed after so many of them."""
    environment = {**os.environ, "KILL": str(after), "CUT": "yes" if cut else ""}
    listed = [sys.executable, "-c", KILLED, "run", *map(str, words), "--engine", "walk", "--question", "category"]
    return subprocess.run(listed, capture_output=True, text=True, check=False, env=environment)


@pytest.mark.skipif(sys.platform == "win32", reason="no such signal there")
@pytest.mark.parametrize("ending", ["csv", "parquet"])
@pytest.mark.parametrize("cut", [False, True])
def test_a_kill_in_the_middle_loses_nothing_and_the_same_command_goes_on(orders: Path, ending: str, cut: bool) -> None:
    whole, output = orders.parent / f"whole.{ending}", orders.parent / f"out.{ending}"
    assert killed(99, orders, "-o", whole).returncode == 0
    assert killed(2, orders, "-o", output, cut=cut).returncode == -signal.SIGKILL
    assert not output.exists()
    assert not output.with_name(f"{output.name}.rejects.csv").exists()
    again = killed(99, orders, "-o", output)
    assert again.returncode == 0, again.stderr
    assert "4 rows were done by an earlier run" in again.stderr
    assert output.read_bytes() == whole.read_bytes()
    assert (
        output.with_name(f"{output.name}.rejects.csv").read_bytes()
        == whole.with_name(f"{whole.name}.rejects.csv").read_bytes()
    )
    assert not output.with_name(f".{output.name}.licet-run").exists()


@pytest.mark.skipif(sys.platform == "win32", reason="no such signal there")
def test_work_on_another_input_or_with_other_options_starts_anew(orders: Path) -> None:
    output = orders.parent / "out.csv"
    assert killed(2, orders, "-o", output).returncode == -signal.SIGKILL
    again = killed(99, orders, "-o", output, "--as-of", "2020-01-01")
    assert again.returncode == 0
    assert "earlier run" not in again.stderr
    output.unlink()
    assert killed(2, orders, "-o", output).returncode == -signal.SIGKILL
    orders.write_text(ORDERS.replace("2,SA", "2,IN"), encoding="utf-8")
    again = killed(99, orders, "-o", output)
    assert "earlier run" not in again.stderr
    assert "2,IN" in output.read_text(encoding="utf-8")


def test_two_runs_do_not_write_one_file_at_a_time(orders: Path) -> None:
    fcntl = pytest.importorskip("fcntl")
    folder = orders.parent / ".out.csv.licet-run"
    folder.mkdir()
    with (folder / "lock").open("ab") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        (line,) = refused(orders, "-o", orders.parent / "out.csv")
    assert "another run that is writing it" in line


def test_an_executor_that_loses_a_row_fails_the_run(orders: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Losing(Walk):
        def answer(self, frame: pl.DataFrame, first: int) -> Answered:
            found = super().answer(frame, first)
            return Answered(found.results.head(1), found.rejects)

    monkeypatch.setattr(work, "made", lambda engine: Losing)
    with pytest.raises(RowsLost, match="rows in = rows out"):
        licet.run(orders, output=orders.parent / "out.csv", questions=["category"])
    assert not (orders.parent / "out.csv").exists()


# What is done


def test_rows_in_are_rows_out_and_rejects(orders: Path) -> None:
    output = orders.parent / "out.csv"
    result = command(orders, "-o", output, "--question", "category", "--question", "posture")
    assert result.exit_code == 0
    assert result.stdout == ""
    assert "6 rows in, 3 out, 3 rejected" in result.stderr
    assert "Open rows by question: category 1" in result.stderr
    found = pl.read_csv(output, infer_schema=False)
    rejects = pl.read_csv(orders.parent / "out.csv.rejects.csv", infer_schema=False)
    assert found.get_column("id").to_list() == ["007", "2", "5"]
    assert found.columns[:7] == ORDERS.splitlines()[0].split(",")
    assert found.get_column("range_km").to_list() == ["1850", "1,850", None]
    assert found.get_column("category").to_list() == ["I", "II", None]
    assert rejects.get_column("row").to_list() == ["3", "3", "4", "4", "6"]
    assert rejects.get_column("id").to_list() == ["3", "3", "4", "4", "6"]
    assert rejects.row(4, named=True)["found"] == "line 7: 3 fields: 6,IT,uas"


def test_one_of_a_thing_is_told_as_one(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("kind\nboat\n", encoding="utf-8")
    told = command(tmp_path / "a.csv", "-o", tmp_path / "out.csv", "--question", "category").stderr
    assert "1 row in, 0 out, 1 rejected" in told
    assert "Rejected with 1 fault: " in told


def test_rejects_of_an_earlier_run_are_not_left_for_those_of_this_one(orders: Path) -> None:
    output = orders.parent / "out.csv"
    command(orders, "-o", output, "--question", "category")
    orders.write_text("\n".join(ORDERS.splitlines()[:2]), encoding="utf-8")
    assert "0 rejected" in command(orders, "-o", output, "--question", "category").stderr
    assert not (orders.parent / "out.csv.rejects.csv").exists()


def test_a_rejects_file_in_no_folder_is_refused_before_anything_is_done(orders: Path) -> None:
    assert (
        "no folder"
        in refused(orders, "-o", orders.parent / "out.csv", "--rejects", orders.parent / "no" / "bad.csv")[0]
    )


def test_rejects_go_where_they_are_asked_to(orders: Path) -> None:
    rejects = orders.parent / "bad.jsonl"
    command(orders, "-o", orders.parent / "out.xlsx", "--rejects", rejects, "--question", "category")
    assert pl.read_ndjson(rejects).height == 5


def test_a_workbook_has_its_four_sheets_and_no_formula(orders: Path) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    output = orders.parent / "out.xlsx"
    assert command(orders, "-o", output, "--question", "category", "--assume", "jurisdiction=usml").exit_code == 0
    book = openpyxl.load_workbook(output)
    assert book.sheetnames == ["Results", "Reasons", "Rejects", "Asked"]
    results = book["Results"]
    assert results.freeze_panes == "A2"
    assert results.auto_filter.ref == "A1:K4"
    assert [cell.value for cell in results["G"]] == ["remark", "=1+1", "+x", "@a"]
    assert {cell.data_type for cell in results["G"]} == {"s"}
    assert results["A2"].value == "007"
    assert results["H2"].value == "I"
    reasons = [[cell.value for cell in row] for row in book["Reasons"].iter_rows()]
    assert reasons[0] == ["question", "rule", "rows", "says", "citation", "source", "standing"]
    assert ["category", "mtcr.annex.item-01/1.A.2", 1] in [row[:3] for row in reasons]
    assert book["Rejects"].max_row == 6
    asked = {row[0].value: row[1].value for row in book["Asked"].iter_rows()}
    assert asked["Rows in"] == 6
    assert asked["Assumptions"] == "jurisdiction=usml"
    assert asked["Law"].startswith("sha256:")
    assert asked["Licet"] == licet.__version__


@pytest.mark.parametrize("engine", ["walk", "memory"])
def test_what_an_assumption_replaces_and_what_the_catalogue_does_not_know_is_told(tmp_path: Path, engine: str) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    path, output = tmp_path / "a.csv", tmp_path / "out.xlsx"
    lines = ["Flying Teapot,uas,300", "MQ-9A Reaper,rocket,", "Flying Teapot,,?", "MQ-9A Reaper,uas,5", "x,boat,1"]
    path.write_text("\n".join(["name,kind,range_km", *lines, ",uas,n/a"]), encoding="utf-8")
    words = ("--question", "category", "--engine", engine, "--assume", "range=400 km")
    told = command(path, "-o", output, *words).stderr
    expected = [
        "2 rows state item.range, and what is assumed stands in its place: item.range=400 km",
        "2 rows name a system that is not in the catalogue, so that no figure was taken for it: 'Flying Teapot' (2 rows, the first is row 1)",
        "1 row says of a system what the catalogue does not: 'MQ-9A Reaper' as rocket, there uas (row 2)",
    ]
    assert [line for line in told.splitlines() if line in expected] == expected
    asked = [row[1].value for row in openpyxl.load_workbook(output)["Asked"].iter_rows() if row[0].value == "Note"]
    assert asked[:3] == expected
    told = command(path, "-o", output, "--question", "category", "--engine", engine).stderr
    assert "what is assumed" not in told


@pytest.mark.parametrize("engine", ["walk", "memory"])
def test_with_a_day_for_all_rows_no_row_is_refused_for_its_own(tmp_path: Path, engine: str) -> None:
    path = tmp_path / "a.csv"
    path.write_text("kind,date\nuas,15.9.2025\nuas,[x\nuas,\n", encoding="utf-8")
    words = (path, "-o", tmp_path / "out.csv", "--question", "category", "--engine", engine)
    assert "3 rows in, 1 out, 2 rejected" in command(*words).stderr
    told = command(*words, "--as-of", "2020-01-01").stderr
    assert "3 rows in, 3 out, 0 rejected" in told
    assert "'date': not read, since --as-of 2020-01-01 counts for every row" in told


def test_that_the_walk_is_exact_with_wide_too_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("kind\nuas\n", encoding="utf-8")
    words = (tmp_path / "a.csv", "-o", tmp_path / "out.csv", "--question", "category", "--wide")
    assert "exact with --wide too" in command(*words, "--engine", "walk").stderr
    assert "exact with --wide too" not in command(*words).stderr


def test_a_table_larger_than_a_sheet_is_refused_before_it_is_answered(tmp_path: Path) -> None:
    pl.DataFrame({"n": pl.int_range(1_048_576, eager=True)}).write_parquet(tmp_path / "a.parquet")
    (line,) = refused(tmp_path / "a.parquet", "-o", tmp_path / "out.xlsx")
    assert "1,048,576 rows; expected at most 1,048,575 rows on a sheet of Excel; write Parquet or CSV" in line


def test_a_table_without_rows_gives_one_with_all_columns(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("kind,x\n", encoding="utf-8")
    for ending in ("csv", "parquet", "xlsx"):
        assert command(tmp_path / "a.csv", "-o", tmp_path / f"out.{ending}", "--question", "category").exit_code == 0
    assert (tmp_path / "out.csv").read_text() == "kind,x,category,category_by,category_possible,missing\n"


def test_a_proposed_mapping_reads_back_and_says_what_it_is_not_sure_of(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("Recipient,MTOW [lb],Reichweite,order no,Fairing Diameter\nIT,500,300,A-1,4 m\n", encoding="utf-8")
    result = command(path, "--map")
    assert result.exit_code == 0
    mapping = yaml.safe_load(result.stdout)
    assert mapping == {"MTOW [lb]": "launch_mass [lb]", "Reichweite": "range [km]", "order no": "-"}
    assert '# "Fairing Diameter": ' in result.stdout, "what is only near is for a person to take"
    assert "# IT" in result.stdout
    assert "Reichweite: range [km]  # 300\n" in result.stdout
    assert command(path, "--map", "-o", tmp_path / "m.yaml").stdout == ""
    assert (
        command(path, "--mapping", tmp_path / "m.yaml", "-o", tmp_path / "out.csv", "--question", "category").exit_code
        == 0
    )
    # What was mapped stays as it was.
    again = command(path, "--map", "--mapping", tmp_path / "m.yaml")
    assert yaml.safe_load(again.stdout) == {
        "MTOW [lb]": "launch_mass [lb]",
        "Reichweite": "range [km]",
        "order no": "-",
    }


@pytest.mark.parametrize("text", ["kind,range_km\nuas,10\n", '\ufeff{"kind": "uas", "range_km": 10}\n'])
def test_standard_input_is_answered(tmp_path: Path, text: str) -> None:
    words = ["run", "-", "-o", str(tmp_path / "out.jsonl"), "--question", "category"]
    result = CliRunner().invoke(main, words, input=text.encode())
    assert result.exit_code == 0, result.stderr
    assert '"category":' in (tmp_path / "out.jsonl").read_text(encoding="utf-8")


def test_standard_input_that_is_no_table_is_one_line(tmp_path: Path) -> None:
    result = CliRunner().invoke(main, ["run", "-", "-o", str(tmp_path / "out.csv")], input=b"")
    assert result.exit_code == 2
    assert result.stderr == "standard input: an empty file; expected a header and rows\n"


def test_an_interruption_ends_with_its_status_and_says_that_nothing_is_lost(
    orders: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*_: object) -> Answered:
        raise KeyboardInterrupt

    monkeypatch.setattr(Walk, "answer", interrupted)
    result = command(orders, "-o", orders.parent / "out.csv", "--question", "category", "--engine", "walk")
    assert result.exit_code == 130
    assert "the same command goes on" in result.stderr


def test_a_query_is_answered(tmp_path: Path, orders: Path) -> None:
    pytest.importorskip("duckdb")
    output = tmp_path / "out.jsonl"
    query = "select id, kind, range_km, \"payload [kg]\" from read_csv('{}', all_varchar = true, null_padding = true) where id = '007'"
    result = command(f"duckdb:?{query.format(orders)}", "-o", output, "--question", "category")
    assert result.exit_code == 0, result.stderr
    assert '"id":"007"' in output.read_text(encoding="utf-8")


def test_every_example_of_the_help_names_options_that_there_are() -> None:
    text = CliRunner().invoke(main, ["run", "--help"]).stdout
    for line in text.splitlines():
        if line.strip().startswith("licet run"):
            for word in line.split():
                if word.startswith("--"):
                    assert text.count(word) > 1, word


ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "tables.md").read_text(encoding="utf-8")


def test_the_page_on_tables_prints_what_the_command_prints(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    block = re.search(r"```console\n\$ licet run (\S+) ([^\n]+)\n(.*?)```", PAGE, re.DOTALL)
    assert block
    monkeypatch.chdir(tmp_path)
    result = command(ROOT / block[1], *block[2].split(), "--engine", "walk")
    assert result.exit_code == 0
    told = result.stderr.splitlines()
    for line in block[3].splitlines():
        assert re.sub("engine .*", "", line) in [re.sub("engine .*", "", found) for found in told]


def test_the_python_of_the_page_on_tables_runs_and_gives_what_is_shown() -> None:
    block = re.search(r"```python\n(.*?)```", PAGE, re.DOTALL)
    assert block
    parsed = doctest.DocTestParser().get_doctest(block[1], {}, "tables.md", "tables.md", 0)
    assert doctest.DocTestRunner(verbose=False).run(parsed).failed == 0


def test_every_command_of_the_page_on_tables_has_those_options() -> None:
    known = {option for parameter in main.get_command(None, "run").params for option in parameter.opts}  # type: ignore[union-attr, arg-type]
    shown = re.findall(r"^licet run (.*?)(?: {2,}#.*)?$", PAGE, re.MULTILINE)
    assert len(shown) > 5
    for rest in shown:
        assert set(re.findall(r"--[a-z-]+", rest)) <= known, rest


def test_without_the_extra_the_command_says_how_to_install_it(orders: Path) -> None:
    code = "import sys\nsys.modules['polars'] = None\nfrom licet.cli.main import main\nmain(sys.argv[1:], prog_name='licet')\n"
    words = [sys.executable, "-c", code, "run", str(orders), "-o", str(orders.parent / "out.csv")]
    ran = subprocess.run(words, capture_output=True, text=True, check=False)
    assert ran.returncode == 2
    assert ran.stderr == "tables: no package polars; expected polars; install it with: pip install 'licet[tables]'\n"


def test_to_import_licet_costs_no_package_of_tables() -> None:
    code = "import sys, licet; print(sorted({'polars', 'pyarrow', 'numpy'} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"


def test_an_output_that_is_no_ordinary_file_is_refused(tmp_path: Path) -> None:
    table = tmp_path / "in.csv"
    table.write_text("kind\nuas\n", encoding="utf-8")
    kept = tmp_path / "kept.csv"
    kept.write_text("mine\n", encoding="utf-8")
    link, pipe = tmp_path / "link.csv", tmp_path / "pipe.csv"
    link.symlink_to(kept)
    os.mkfifo(pipe)
    for place in (link, pipe):
        with pytest.raises(InputError, match=r"--output: .*(a link|no ordinary file)"):
            licet.run(table, output=place, questions="category")
    assert kept.read_text(encoding="utf-8") == "mine\n"
    assert pipe.is_fifo()


def test_no_answer_takes_the_place_of_the_mapping(tmp_path: Path) -> None:
    table, mapping = tmp_path / "in.csv", tmp_path / "mapping.json"
    table.write_text("what\nuas\n", encoding="utf-8")
    mapping.write_text('{"what": "kind"}', encoding="utf-8")
    with pytest.raises(InputError, match="which is read as the mapping"):
        licet.run(table, output=mapping, mapping=mapping, form="csv", questions=["category"])
    assert mapping.read_text(encoding="utf-8") == '{"what": "kind"}'


def test_not_applicable_is_unknown_and_no_nation() -> None:
    import polars as pl

    frame = pl.DataFrame({"recipient": ["n/a", "N.A.", "#N/A", None], "kind": ["uas"] * 4, "date": ["2020-11-10"] * 4})
    found = licet.run(frame, questions=["posture"]).frame
    assert found["missing"].n_unique() == 1
    assert "recipient" in found["missing"][0].split(", ")


# Under a reform


def test_a_table_is_answered_under_a_reform_in_a_file_from_its_day(tmp_path: Path) -> None:
    reform = tmp_path / "amendment.md"
    reform.write_text(
        "---\ninstrument: proposals.amendment\ntitle: An amendment\nissuer: A legislature\nkind: proposal\nsource: a bill\n"
        "standing: verified\nends: us.uas-2020/slow-uas\ngroups: {mnna: {join: [IN]}}\n---\n",
        encoding="utf-8",
    )
    rows = [(day, to) for day in ("2021-12-31", "2022-01-01") for to in ("IT", "IN")]
    lines = "".join(f"{day},{to},US,usml,direct_commercial,uas,1850,1700,480\n" for day, to in rows)
    table, out = tmp_path / "drones.csv", tmp_path / "out.csv"
    header = "date,recipient,exporter,jurisdiction,channel,kind,range_km,payload_kg,max_airspeed_kmh\n"
    table.write_text(header + lines, encoding="utf-8")
    reforms = (f"{reform}@2022-01-01", "hr-3068-119@2022-01-01")
    result = command(table, "-o", out, "--reform", reforms[0], "--reform", reforms[1])
    assert result.exit_code == 0, result.stderr
    postures = [line["posture"] for line in pl.read_csv(out).iter_rows(named=True)]
    item = {"kind": "uas", "range": "1850 km", "payload": "1700 kg", "max_airspeed": "480 km/h"}
    stated = {"exporter": "US", "jurisdiction": "usml", "channel": "direct_commercial", "item": item}
    expected = [
        licet.review({**stated, "date": day, "recipient": to}, reform=reforms).posture.value for day, to in rows
    ]
    assert postures == expected
    assert expected == ["case_by_case", "case_by_case", "no_presumption_of_denial", "no_presumption_of_denial"]
