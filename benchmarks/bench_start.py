"""From the prompt to the answer: whole processes, beside one that does nothing."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

ROOT = Path(__file__).resolve().parents[1]
LICET = str(Path(sys.executable).with_name("licet"))
EXAMPLE = str(ROOT / "examples" / "mq-9b-saudi-arabia-2025.yaml")

PROCESSES: dict[str, tuple[list[str], float | None]] = {
    "python -c pass": ([sys.executable, "-c", "pass"], None),
    'python -c "import licet"': ([sys.executable, "-c", "import licet"], 0.3),
    'python -c "import licet; licet.review(…)"': (
        [sys.executable, "-c", "import licet; licet.review(recipient='IT', item={'kind': 'uas'})"],
        None,
    ),
    "licet --help": ([LICET, "--help"], 0.6),
    "licet review FILE": ([LICET, "review", EXAMPLE], 0.6),
    "licet review FILE --format json": ([LICET, "review", EXAMPLE, "--format", "json"], 0.6),
    "licet timeline FILE": ([LICET, "timeline", EXAMPLE], None),
    "licet law check": ([LICET, "law", "check"], None),
}


@pytest.mark.parametrize("name", PROCESSES)
def bench_process(benchmark: BenchmarkFixture, name: str, tmp_path: Path) -> None:
    """A process from its start to its end, and the most memory that it held."""
    command, target = PROCESSES[name]
    memory: list[int] = []

    def run() -> None:
        with (tmp_path / "out").open("wb") as out:
            process = subprocess.Popen(command, stdout=out, stderr=out, stdin=subprocess.DEVNULL, cwd=tmp_path)
            _, status, usage = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
        assert process.returncode == 0, (tmp_path / "out").read_text(encoding="utf-8")
        memory.append(usage.ru_maxrss)

    benchmark.pedantic(run, rounds=11, warmup_rounds=1)
    benchmark.extra_info.update(title=name, memory=max(memory) * (1 if sys.platform == "darwin" else 1024))
    if target is not None:
        benchmark.extra_info["target"] = target
    if name == "python -c pass":
        benchmark.extra_info["name"] = "pass"
    else:
        benchmark.extra_info["beside"] = "pass"
