"""What is pure in cases stays so: it reads neither a database nor a clock, and the domain knows nothing of the site."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

import licet.cases

_FOLDER = Path(licet.cases.__file__).parent
_PURE = (
    "applied", "approving", "by_law", "case", "chain", "declared", "determining", "faults", "folding", "given", "guards", "licensed", "moves",
    "reading", "reviewed", "rights", "signing", "timed", "who", "words",
)  # fmt: skip


def test_what_is_pure_is_imported_without_the_storage() -> None:
    told = "; ".join(f"import licet.cases.{name}" for name in _PURE)
    code = f"import sys; {told}; from licet.cases.moves import moves; moves(); sys.exit('django' in sys.modules)"
    assert (
        subprocess.run(
            [sys.executable, "-c", code], env={"PYTHONPATH": str(_FOLDER.parents[1])}, check=False
        ).returncode
        == 0
    )


@pytest.mark.parametrize("path", sorted(_FOLDER.rglob("*.py")), ids=lambda path: path.name)
def test_the_domain_knows_nothing_of_the_site_and_reads_no_clock(path: Path) -> None:
    text = path.read_text("utf-8")
    assert not re.search(r"(from|import) (licet\.(web|cli)|django\.(http|forms|template|urls|contrib))", text)
    assert not re.search(r"\.(now|today|utcnow)\(|(?<!date)time\.time\(", text)
