"""From the prompt to the answer: whole processes, beside one that does nothing.

Modules are compiled once, as they are for everybody who starts a command a second time, whatever the environment of the benchmark says.
"""

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


# What a process held at most is asked of a small parent, since a child's figure never falls below that of the process that starts it.
LAUNCHER = """
import resource, subprocess, sys
subprocess.run(sys.argv[1:], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, check=True)
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
"""


@pytest.fixture(scope="module")
def compiled(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """An environment in which compiled modules are kept."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return {**kept, "PYTHONPYCACHEPREFIX": str(tmp_path_factory.mktemp("compiled"))}


@pytest.mark.parametrize("name", PROCESSES)
def bench_process(benchmark: BenchmarkFixture, name: str, compiled: dict[str, str], tmp_path: Path) -> None:
    """A process from its start to its end, and the most memory that it held."""
    command, target = PROCESSES[name]

    def run() -> None:
        subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, cwd=tmp_path, env=compiled, check=True)

    benchmark.pedantic(run, rounds=11, warmup_rounds=1)
    launched = [sys.executable, "-S", "-c", LAUNCHER, *command]
    held = int(subprocess.check_output(launched, text=True, cwd=tmp_path, env=compiled))
    benchmark.extra_info.update(title=name, memory=held * (1 if sys.platform == "darwin" else 1024))
    if target is not None:
        benchmark.extra_info["target"] = target
    benchmark.extra_info.update({"name": "pass"} if command[-1] == "pass" else {"beside": "pass"})
