"""Two roles on PostgreSQL: the owner makes the tables, and the site works with them and can change nothing of what happened."""

from __future__ import annotations

import subprocess
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import postgres
import pytest
from cases import scene
from cases.scene import MAKER, OFFICER, Road
from commands import run
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from django.test import Client

from licet.cases import acts, projection
from licet.cases.ledger import head
from licet.cases.people import enrol
from licet.cases.verifying import verify_attachments, verify_table
from licet.web.models import Job
from licet.web.operating import health


@dataclass(frozen=True)
class Roles:
    """A database that is the owner's.

    Attributes:
        as_owner, as_site: have Django use it as one of them.
        grant: gives the rights as the page on deployment tells it.
    """

    as_owner: Callable[[], object]
    as_site: Callable[[], object]
    grant: Callable[[], None]


@pytest.fixture
def roles(server: postgres.Server) -> Iterator[Roles]:
    """Have a database of an owner, with rights of a site, and use it as the site."""
    end = uuid.uuid4().hex[:10]
    owner, site, name = f"owner_{end}", f"site_{end}", f"roles_{end}"
    found = postgres.binaries()
    assert found is not None

    def psql(who: str, database: str, text: str) -> None:
        words = [found / "psql", "--no-psqlrc", f"--host={server.folder}", f"--username={who}", f"--dbname={database}"]
        settings = ["--set", f"owner={owner}", "--set", f"site={site}", "--quiet"]
        done = subprocess.run([*words, *settings], input=text, capture_output=True, text=True, check=False, timeout=60)
        assert done.returncode == 0, done.stderr

    psql("licet", "postgres", f"CREATE ROLE {owner} LOGIN; CREATE ROLE {site} LOGIN;")
    psql("licet", "postgres", f"CREATE DATABASE {name} OWNER {owner};")

    def as_(who: str) -> Callable[[], object]:
        return lambda: postgres.use(server.url(name).replace("licet@", f"{who}@"))

    made = Roles(as_(owner), as_(site), lambda: psql(owner, name, run("cases", "roles").stdout))
    before = postgres.use(server.url(name).replace("licet@", f"{owner}@"))
    call_command("migrate", verbosity=0)
    made.grant()
    made.as_site()
    yield made
    postgres.use_settings(before)
    server.drop(name)
    psql("licet", "postgres", f"DROP ROLE {owner}; DROP ROLE {site};")


def _register() -> Road:
    scene.people()
    return Road().in_review().do(acts.attach, OFFICER, name="a", kind="assurance", content=b"content")


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("UPDATE cases_event SET body = '{}' WHERE position = 2", "permission denied for table cases_event"),
        ("DELETE FROM cases_event WHERE position = 5", "permission denied for table cases_event"),
        ("TRUNCATE cases_event", "permission denied for table cases_event"),
        ("UPDATE cases_attachment SET content = 'x'", "permission denied for table cases_attachment"),
        ("DELETE FROM cases_attachment", "permission denied for table cases_attachment"),
        ("TRUNCATE cases_attachment", "permission denied for table cases_attachment"),
        ("DELETE FROM cases_head", "permission denied for table cases_head"),
        ("INSERT INTO cases_head VALUES (2, 0, '', '')", "permission denied for table cases_head"),
        ("TRUNCATE cases_case CASCADE", "permission denied for table cases_case"),
        ("ALTER TABLE cases_event DISABLE TRIGGER USER", "must be owner of table cases_event"),
        ("DROP TRIGGER cases_event_kept ON cases_event", "must be owner of "),
        ("DROP TABLE cases_event", "must be owner of table cases_event"),
        ("ALTER TABLE cases_event OWNER TO CURRENT_USER", "must be owner of table cases_event"),
        ("CREATE OR REPLACE FUNCTION cases_refuse() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'", "permission denied for schema"),
        ("CREATE TABLE cases_more (a int)", "permission denied for schema public"),
        ("CREATE TRIGGER mine BEFORE INSERT ON cases_event EXECUTE FUNCTION cases_refuse()", "permission denied for table cases_event"),
        ("SET session_replication_role = replica", "permission denied to set parameter"),
        ("INSERT INTO django_migrations (app, name, applied) VALUES ('cases', 'x', now())", "permission denied for table django_migrations"),
    ],
)  # fmt: skip
@pytest.mark.usefixtures("roles")
def test_the_site_cannot_change_what_happened_nor_what_keeps_it(statement: str, said: str) -> None:
    _register()
    before = head()
    with pytest.raises(DatabaseError, match=said), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert head() == before and verify_table() is None and verify_attachments() is None


@pytest.mark.usefixtures("roles")
def test_the_site_does_all_its_work_with_these_rights(tmp_path: Path) -> None:
    scene.people()
    road = Road().issued()
    road.do(acts.attach, OFFICER, name="a", kind="assurance", content=b"content")
    road.do(acts.draw_down, MAKER, item="1", quantity="3", value="300", on=road.at.date(), reference="D-1")
    enrol("new", "authority", "auditor")
    assert projection.rebuild() == 1 and list(projection.differing()) == []
    assert verify_table() is None and verify_attachments() is None
    job = Job.objects.create(kind="run", asked={}, ends=road.at)
    job.delete()
    health.forget()
    asked = Client(SERVER_NAME="localhost")
    assert asked.get("/about/").status_code == 200
    assert asked.get("/health/ready").json()["checks"]["migrations"] == "ok"
    assert f"licet_events {float(head()[0])}" in asked.get("/metrics").content.decode()
    for words in (("head",), ("verify", "--lists"), ("backup", str(tmp_path / "backup"))):
        done = run("cases", *words)
        assert done.exit_code == 0, done.stderr


def test_what_the_site_backed_up_is_restored_by_the_owner_and_closed_until_rights_are_given(
    roles: Roles, server: postgres.Server, tmp_path: Path
) -> None:
    _register()
    before = head()
    assert run("cases", "backup", str(tmp_path / "backup")).exit_code == 0
    roles.as_owner()
    with connection.cursor() as cursor:
        cursor.execute("DROP OWNED BY CURRENT_USER CASCADE")
        cursor.execute("CREATE SCHEMA IF NOT EXISTS public")
    done = run("cases", "restore", str(tmp_path / "backup"))
    assert done.exit_code == 0, done.stdout + done.stderr
    roles.as_site()
    with pytest.raises(DatabaseError, match="permission denied"):
        head()
    connection.close()
    roles.as_owner()
    roles.grant()
    roles.as_site()
    assert head() == before and verify_table() is None
    with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM cases_event")
