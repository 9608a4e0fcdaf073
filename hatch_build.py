"""Builds the wheel with the deciding engine compiled, where that is asked for: for one platform, and for less time of a processor.

Without being asked for, the wheel is pure Python and runs everywhere. ``make compiled`` asks for it, as does
``HATCH_BUILD_HOOK_ENABLE_CUSTOM=true pip install .``; a C compiler and the headers of Python are needed. What is compiled is the same
source: ``mypyc`` turns the annotated modules into extension modules of the same names.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

# The modules in which nearly all the time of a review goes that nobody asked before.
_COMPILED = "src/licet/deciding"

_SETUP = """\
import sys
from mypyc.build import mypycify
from setuptools import setup

files = sys.argv.pop().split(chr(10))
options = ["--no-incremental", "--config-file=", "--follow-imports=silent", "--ignore-missing-imports", *files]
setup(name="licet", packages=[], ext_modules=mypycify(options, opt_level="2", group_name="licet"))
"""


class CompiledEngine(BuildHookInterface[Any]):
    """Compiles the deciding engine and puts the extension modules into the wheel, beside the sources that they were made from."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile, unless the wheel only leads to the checkout: there the sources are edited, and have to count.

        Args:
            version: ``standard``, or ``editable`` for a wheel that leads to the checkout.
            build_data: what the builder is told of the wheel.

        Raises:
            RuntimeError: where it could not be compiled, with what the compiler said.
        """
        if version == "editable":
            return
        root = Path(self.root)
        files = sorted(str(file) for file in (root / _COMPILED).glob("*.py") if file.name != "__init__.py")
        self._folder = tempfile.mkdtemp(prefix="licet-compiled-")
        made = Path(self._folder, "made")
        command = [sys.executable, "-c", _SETUP, "build_ext", f"--build-lib={made}", "--build-temp=scratch"]
        done = subprocess.run(  # noqa: S603 - nothing in it comes from outside
            [*command, "\n".join(files)],
            cwd=self._folder,
            env={**os.environ, "MYPYPATH": str(root / "src")},
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            shutil.rmtree(self._folder)
            raise RuntimeError(f"The deciding engine could not be compiled:\n{done.stdout}\n{done.stderr}")
        build_data["pure_python"] = False
        build_data["infer_tag"] = True
        for file in made.rglob("*"):
            if file.is_file():
                build_data["force_include"][str(file)] = str(file.relative_to(made))

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        """Remove what was compiled, which is in the wheel now."""
        del build_data, artifact_path
        if version != "editable":
            shutil.rmtree(self._folder)
