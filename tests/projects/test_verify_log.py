"""verify_log finds the first place where somebody who could change a log did."""

from typing import Any

import pytest
from django.core.management import CommandError, call_command

from projects import site_events
from projects.events import change
from projects.queries.verification import verify_project, verify_site
from tests.cast import Cast, gather

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def cast() -> Cast:
    cast = gather()
    for number in range(1, 6):
        with change(project_id=cast.project.id, by=cast.viewer("manager")) as log:
            log.add("job.cancelled", after={"kind": f"job {number}"})
    return cast


TAMPERING = [
    ('UPDATE projects_event SET after = \'{"kind": "other"}\' WHERE number = 3', 3, "content"),
    ("UPDATE projects_event SET at = at + interval '1 second' WHERE number = 2", 2, "content"),
    ("UPDATE projects_event SET actor_id = NULL WHERE number = 4", 4, "content"),
    ("UPDATE projects_event SET digest = decode(repeat('00', 32), 'hex') WHERE number = 3", 3, "content"),
    ("UPDATE projects_event SET hash = decode(repeat('00', 32), 'hex') WHERE number = 3", 3, "link"),
    ("DELETE FROM projects_event WHERE number = 2", 2, "missing"),
    ("DELETE FROM projects_event WHERE number = 5", 5, "end"),
    (
        "UPDATE projects_event SET redacted = true, digest = decode(repeat('00', 32), 'hex') WHERE number = 4",
        4,
        "link",
    ),
]


@pytest.mark.parametrize(("statement", "number", "why"), TAMPERING)
def test_the_first_break_is_found(cast: Cast, owner: Any, statement: str, number: int, why: str) -> None:
    owner.execute(statement)
    broken = verify_project(cast.project.id).broken
    assert broken is not None
    assert broken.number == number
    assert why in broken.why


def test_a_redacted_event_that_kept_its_digest_does_not_break_the_log(cast: Cast, owner: Any) -> None:
    owner.execute("UPDATE projects_event SET before = NULL, after = NULL, redacted = true WHERE number = 2")
    verdict = verify_project(cast.project.id)
    assert (verdict.events, verdict.redacted, verdict.broken) == (5, 1, None)


def test_the_log_of_accounts_is_checked_too(cast: Cast, owner: Any) -> None:
    for name in ("one", "two"):
        site_events.record("user.changed", by=cast.users["admin"], after={"username": name})
    assert verify_site().broken is None
    owner.execute("UPDATE projects_siteevent SET actor_name = 'x', after = '{}' WHERE number = 2")
    broken = verify_site().broken
    assert broken is not None
    assert broken.number == 2


def test_the_command_says_where_and_fails(cast: Cast, owner: Any, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("verify_log", "desk")
    assert capsys.readouterr().out == "desk: 5 events, unbroken\n"
    owner.execute("DELETE FROM projects_event WHERE number = 3")
    with pytest.raises(SystemExit):
        call_command("verify_log")
    assert "desk: broken at event 3: this number is missing" in capsys.readouterr().out
    with pytest.raises(CommandError, match="There is no project nowhere"):
        call_command("verify_log", "nowhere")
