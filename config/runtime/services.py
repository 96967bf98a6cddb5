"""PostgreSQL and Redis for one site: the configured servers, or embedded ones where none are configured."""

import json
import os
from dataclasses import dataclass, field

from config.runtime.home import find_home
from config.runtime.places import Places, write_private
from config.runtime.postgres import APPLICATION, OWNER, EmbeddedPostgres, installed_binaries
from config.runtime.redis import EmbeddedRedis, find_redis


@dataclass
class Services:
    """The services of a site and the environment that leads its processes to them."""

    places: Places
    postgres: EmbeddedPostgres | None = None
    redis: EmbeddedRedis | None = None
    notes: list[str] = field(default_factory=list)

    def start(self) -> None:
        """Start what is not configured, and write down the addresses for commands in other terminals."""
        if self.postgres is not None:
            self.postgres.start()
        if self.redis is not None:
            self.redis.start()
        addresses = {name.lower(): value for name, value in self.environment().items()}
        write_private(self.places.services_file, json.dumps(addresses, indent=1) + "\n")

    def stop(self) -> None:
        """Stop what was started, the database last."""
        self.places.services_file.unlink(missing_ok=True)
        if self.redis is not None:
            self.redis.stop()
        if self.postgres is not None:
            self.postgres.stop()

    def environment(self) -> dict[str, str]:
        """The variables that name the embedded services; configured ones are in the environment already."""
        found: dict[str, str] = {}
        if self.postgres is not None:
            found["DATABASE_URL"] = self.postgres.url(APPLICATION)
            found["DATABASE_OWNER_URL"] = self.postgres.url(OWNER)
        if self.redis is not None:
            found["REDIS_URL"] = self.redis.url()
        return found


def services_for(places: Places) -> Services:
    """The services that this environment asks for, not started yet."""
    services = Services(places)
    if not os.environ.get("DATABASE_URL", "").strip():
        home = find_home(places.data, installed_binaries())
        passwords = {role: places.secret(f"{role}.password") for role in ("postgres", OWNER, APPLICATION)}
        services.postgres = EmbeddedPostgres(home, home.folder / "postgres", places.log / "postgres.log", passwords)
        if home.note:
            services.notes.append(home.note)
    if not os.environ.get("REDIS_URL", "").strip():
        services.redis = EmbeddedRedis(
            find_redis(places.data), places.data / "redis", places.log / "redis.log", places.secret("redis.password")
        )
    return services
