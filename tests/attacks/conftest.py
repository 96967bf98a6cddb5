"""The stage of the attacks: a project with a row of every noun; no job runs unless a test runs it."""

import pytest

from projects import jobs
from tests.attacks.world import World, make_world


@pytest.fixture
def world(db: None, monkeypatch: pytest.MonkeyPatch) -> World:
    """A project with a row of every noun."""
    monkeypatch.setattr(jobs, "send", lambda job_id: True)
    return make_world()
