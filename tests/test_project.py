"""The project around the code: what is locked is what is declared, and no file names a machine or a registry."""

from __future__ import annotations

import re
import subprocess
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

import licet

ROOT = Path(__file__).resolve().parents[1]
LISTS = {"base": (), "build": ("build",), "test": ("test",), "dev": ("dev",)}


@cache
def project() -> dict[str, Any]:
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def locked(name: str) -> dict[str, list[Version]]:
    """Return the packages of a list with their versions; one package may have several, for several Pythons."""
    found: dict[str, list[Version]] = {}
    text = (ROOT / "requirements" / f"{name}.txt").read_text(encoding="utf-8")
    for match in re.finditer(r"^([A-Za-z0-9._-]+)==([^\s;\\]+)", text, re.MULTILINE):
        found.setdefault(canonicalize_name(match[1]), []).append(Version(match[2]))
    return found


def declared(group: str) -> list[Requirement]:
    found: list[Requirement] = []
    for item in project()["dependency-groups"][group]:
        found += declared(item["include-group"]) if isinstance(item, dict) else [Requirement(item)]
    return found


@pytest.mark.parametrize("name", LISTS)
def test_a_list_holds_every_declared_package_in_a_version_that_is_declared(name: str) -> None:
    wanted = [requirement for group in LISTS[name] for requirement in declared(group)]
    if name != "build":
        wanted += [Requirement(text) for text in project()["project"]["dependencies"]]
    versions = locked(name)
    for requirement in wanted:
        held = versions.get(canonicalize_name(requirement.name), [])
        assert held, f"{requirement} is not in requirements/{name}.txt; run 'make lock'"
        assert all(version in requirement.specifier for version in held), f"{requirement}: locked at {held}"


@pytest.mark.parametrize("name", LISTS)
def test_every_locked_package_has_hashes_and_no_list_names_an_index(name: str) -> None:
    text = (ROOT / "requirements" / f"{name}.txt").read_text(encoding="utf-8")
    packages = re.split(r"^(?=[A-Za-z0-9])", text, flags=re.MULTILINE)[1:]
    assert packages
    assert all("--hash=sha256:" in package for package in packages)
    assert not re.search(r"index-url|find-links|://|file:", text)


def test_the_lists_agree_on_every_version() -> None:
    everything = locked("dev")
    for name in LISTS:
        for package, versions in locked(name).items():
            assert set(versions) <= set(everything[package]), package


def test_no_file_names_a_registry_or_a_path_of_a_machine() -> None:
    """The law and its generated pages may name any source; nothing else names a registry, and nothing at all a folder of a machine."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if listed.returncode:
        pytest.skip("no repository here")
    registry = re.compile(r"(?:pypi|pythonhosted|npmjs)\.org", re.IGNORECASE)
    machine = re.compile(r"(?<![\w./:-])/(?:root|work|farm|opt/pypi)\b")
    for name in listed.stdout.splitlines():
        file = ROOT / name
        if file.suffix in (".png", ".whl") or not file.is_file():
            continue
        text = file.read_text(encoding="utf-8", errors="replace")
        if not name.startswith(("law/", "docs/")):
            assert not registry.search(text), name
        if name != "tests/test_project.py":
            assert not machine.search(text), name


def test_the_public_names_are_there() -> None:
    for name in licet.__all__:
        assert getattr(licet, name) is not None
    assert set(licet.__all__) <= set(dir(licet))


def test_a_name_that_does_not_exist_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no_such_name"):
        _ = licet.no_such_name


def test_the_change_log_speaks_of_this_version() -> None:
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert re.search(rf"^## {re.escape(licet.__version__)}\b", text, re.MULTILINE)
