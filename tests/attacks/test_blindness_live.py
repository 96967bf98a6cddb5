"""The live feed while secrets are made: everybody listens to the running site, and hears what the policy names."""

from collections.abc import Iterator
from contextlib import ExitStack

import orjson
import pytest

from tests.attacks.planted import (
    CLAIM,
    EVERYBODY,
    HELD,
    NOTE,
    RATIONALE,
    RED,
    SAID,
    SECRETS,
    TOLD,
    open_readings,
    plant,
)
from tests.attacks.world import REFUTED, World
from tests.processes import WebProcess, eventually
from tests.projects.streams import StreamClient, say, settle

pytestmark = pytest.mark.django_db(transaction=True)

MEMBERS = EVERYBODY[:-2]
Streams = dict[str, StreamClient]


@pytest.fixture
def streams(world: World, live_server: WebProcess) -> Iterator[Streams]:
    """A stream of everybody's, opened before anything secret happens."""
    open_readings(world)
    address = f"{live_server.url}{world.cast.url('stream')}"
    with ExitStack() as closing:
        opened = {name: closing.enter_context(StreamClient(address, world.cast.token(name))) for name in EVERYBODY}
        for name in MEMBERS:
            settle(world.cast, opened[name])
        yield opened


def _hears(stream: StreamClient, number: int) -> None:
    eventually(lambda: number in stream.numbers(), what=f"change {number} heard")


def _is_reset(stream: StreamClient) -> None:
    eventually(lambda: bool(stream.of("reset")), what="a reset")


def _heard(world: World, streams: Streams) -> dict[str, set[str]]:
    """Secret → who has heard it, once all have heard everything up to now."""
    last = say(world.cast)
    for name in MEMBERS:
        _hears(streams[name], last)
    texts = {name: orjson.dumps([one.data for one in stream.heard]).decode() for name, stream in streams.items()}
    return {secret: {name for name, text in texts.items() if secret in text} for secret in SECRETS if secret != RED}


def test_what_is_sent_as_it_happens_reaches_exactly_those_whom_the_policy_names(world: World, streams: Streams) -> None:
    plant(world)
    document, judges = world.ids["document"], {"reviewer", "reviewer3"}
    overseers = {"adjudicator", "manager"}
    first = {
        NOTE: {"annotator", *judges},
        CLAIM: {"annotator", *judges},
        RATIONALE: {"reviewer"},
        HELD: {"annotator", "reviewer2", *judges, *overseers},
        SAID: {"annotator", *judges},
        TOLD: {"reviewer"},
    }
    assert _heard(world, streams) == first
    assert {streams[name].status for name in ("admin", "outsider")} == {404}

    # Whoever finishes is told to fetch anew, and hears what comes from then on.
    for name in ("annotator2", "reviewer2"):
        streams[name].heard.clear()
        world.do(name, "POST", f"documents/{document}/finish")
        _is_reset(streams[name])
    world.mark(start=5, end=9, note=f"zebra {NOTE}")
    for stream in streams.values():
        stream.heard.clear()
    world.do("annotator", "PATCH", f"annotations/{world.ids['mark']}", {"note": f"{NOTE} 2"}, **{"If-Match": '"1"'})
    assert _heard(world, streams)[NOTE] == {"annotator", "annotator2", "reviewer2", *judges}

    # When all that is due is in, whoever settles is told, and hears the next one.
    world.do("annotator", "POST", f"documents/{document}/finish")
    world.judge("reviewer3", world.ids["resting"], **REFUTED | {"rationale": f"zebra {RATIONALE}"})
    heard = _heard(world, streams)
    assert heard[RATIONALE] == {"reviewer", "reviewer3", *overseers}
    for name in overseers:
        assert streams[name].of("reset")
