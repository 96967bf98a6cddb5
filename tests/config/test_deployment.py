"""Dockerfile, compose file and proxy, checked against the code: no container engine is needed for that."""

import importlib
import re
import shutil
from pathlib import Path

import pytest
from django.core.management import get_commands

from config.env import VARIABLES
from config.runtime.places import CHECKOUT
from tests.config.deployment import command_of, compose, own_services

DOCKERFILE = (CHECKOUT / "Dockerfile").read_text(encoding="utf-8")
COMPOSE_TEXT = (CHECKOUT / "docker-compose.yml").read_text(encoding="utf-8")
CADDYFILE = (CHECKOUT / "deploy" / "Caddyfile").read_text(encoding="utf-8")


def _instructions(name: str, text: str = DOCKERFILE) -> list[str]:
    joined = text.replace("\\\n", " ")
    return [line[len(name) :].strip() for line in joined.splitlines() if line.startswith(f"{name} ")]


def _last_stage() -> str:
    return DOCKERFILE[DOCKERFILE.rindex("\nFROM ") :]


def test_everything_the_image_copies_exists_and_is_not_ignored() -> None:
    allowed = [line[1:] for line in (CHECKOUT / ".dockerignore").read_text().splitlines() if line.startswith("!")]
    copied = [words for line in _instructions("COPY") if not line.startswith("--from") for words in line.split()[:-1]]
    assert len(copied) > 10
    for source in copied:
        assert (CHECKOUT / source).exists(), source
        path = Path(source)
        covered = any(path.match(rule) or Path(rule) in [path, *path.parents] for rule in allowed)
        assert covered, f"{source} is left out by .dockerignore"


def test_every_package_of_the_product_is_in_the_image() -> None:
    copied = {line.split()[0].strip("/") for line in _instructions("COPY", _last_stage())}
    packages = {path.parent.name for path in CHECKOUT.glob("*/apps.py")}
    assert packages == {"config", "projects", "sources", "annotator", "reviews", "exchange"}
    assert packages <= copied


def test_the_image_runs_as_an_ordinary_user_in_production_mode() -> None:
    last = _last_stage()
    assert _instructions("USER", last) == ["probata"]
    assert last.index("\nUSER ") < last.index("\nCMD ")
    assert "PROBATA_ENV=production" in last
    set_there = re.findall(r"\b([A-Z_]+)=", " ".join(_instructions("ENV", last)))
    assert {name for name in set_there if name not in VARIABLES} == {"PATH", "PYTHONUNBUFFERED"}


def test_the_image_installs_only_what_the_product_imports_and_by_hash() -> None:
    assert "requirements/base.lock" in DOCKERFILE
    assert not {"embedded.lock", "dev.lock"} & set(re.findall(r"\w+\.lock", DOCKERFILE))
    assert DOCKERFILE.count("--require-hashes") == 2
    assert "npm ci" in DOCKERFILE


@pytest.mark.parametrize("name", sorted(own_services()))
def test_every_command_of_the_compose_file_exists(name: str) -> None:
    words = command_of(own_services()[name], {})
    assert shutil.which(words[0], path=str(CHECKOUT / ".venv" / "bin")), words[0]
    if words[:2] == ["python", "-m"]:
        importlib.import_module(words[2])
    elif words[0] == "python":
        assert (CHECKOUT / words[1]).exists()
        assert words[2] in get_commands()
    else:
        assert words[0] == "celery"
        assert importlib.import_module(words[words.index("-A") + 1]).app.main == "probata"


def test_every_health_check_of_our_image_exists() -> None:
    stated = [service["healthcheck"] for service in own_services().values()]
    checks = [check["test"] for check in stated if "test" in check]
    checks += [["CMD", *re.findall(r'"([^"]+)"', line)] for line in _instructions("HEALTHCHECK")]
    assert len(checks) == 4
    for check in checks:
        assert check[:3] == ["CMD", "python", "-m"]
        importlib.import_module(check[3])


@pytest.mark.parametrize("name", sorted(own_services()))
def test_every_service_of_our_image_names_its_health_check_rather_than_inherit_the_web_servers(name: str) -> None:
    service = own_services()[name]
    if service["restart"] == "no":  # it ends, and its exit status says how it went
        assert service["healthcheck"] == {"disable": True}
    else:
        assert service["healthcheck"]["test"] == ["CMD", "python", "-m", "config.runtime.probe", name]


def test_every_setting_in_the_compose_file_is_one_that_the_code_reads() -> None:
    for name, service in own_services().items():
        unknown = set(service["environment"]) - set(VARIABLES)
        assert unknown <= {"FORWARDED_ALLOW_IPS"}, name
        for variable in unknown:  # read by what the code starts, and told beside it
            assert f"`{variable}`" in (CHECKOUT / "docs" / "running.md").read_text(encoding="utf-8")


def test_only_the_migration_knows_the_owners_password() -> None:
    knowing = {name for name, service in own_services().items() if "OWNER" in str(service["environment"])}
    assert knowing == {"migrate"}
    for name in ("web", "worker", "beat"):
        assert own_services()[name]["depends_on"]["migrate"] == {"condition": "service_completed_successfully"}


def test_every_secret_comes_from_the_environment_and_must_be_set() -> None:
    example = (CHECKOUT / "deploy" / "example.env").read_text(encoding="utf-8")
    offered = set(re.findall(r"^([A-Z_]+)=", example, flags=re.MULTILINE))
    used = set(re.findall(r"(?<!\$)\$\{(\w+)", COMPOSE_TEXT))
    assert used == offered
    demanded = set(re.findall(r"\$\{(\w+):\?", COMPOSE_TEXT))
    assert demanded >= {
        "SECRET_KEY",
        "POSTGRES_PASSWORD",
        "OWNER_PASSWORD",
        "APP_PASSWORD",
        "REDIS_PASSWORD",
        "SITE_HOST",
    }
    assert re.findall(r"^(?:\w*PASSWORD|SECRET_KEY)=.+", example, flags=re.MULTILINE) == []


def test_services_volumes_and_networks_that_are_named_are_declared() -> None:
    whole = compose()
    for service in whole["services"].values():
        assert set(service.get("depends_on", {})) <= set(whole["services"])
        assert set(service["networks"]) <= set(whole["networks"])
        for mount in service.get("volumes", []):
            source = mount.split(":")[0]
            known = (CHECKOUT / source).exists() if source.startswith("./") else source in whole["volumes"]
            assert known, source
        for other, wish in service.get("depends_on", {}).items():
            if wish["condition"] == "service_healthy":
                assert "healthcheck" in whole["services"][other], other


def test_only_the_proxy_can_be_reached_from_outside() -> None:
    services = compose()["services"]
    assert {name for name, service in services.items() if "ports" in service} == {"proxy"}
    assert {name for name, service in services.items() if "outside" in service["networks"]} == {"proxy"}


def test_the_proxy_holds_nothing_back_on_the_stream() -> None:
    stream = re.search(r"@stream path_regexp (\S+)\n\s*handle @stream \{(.*?)\n\t\}", CADDYFILE, flags=re.DOTALL)
    assert stream
    assert re.match(stream[1], "/api/v1/projects/a-desk/stream")
    assert not re.match(stream[1], "/api/v1/projects/a-desk/events")
    assert "flush_interval -1" in stream[2]
    assert "encode" not in stream[2]
    port = own_services()["web"]["environment"]["PORT"]
    assert set(re.findall(r"reverse_proxy (\S+)", CADDYFILE)) == {f"web:{port}"}


def test_the_proxy_lets_the_largest_allowed_upload_pass() -> None:
    limit = re.search(r"max_size (\d+)MB", CADDYFILE)
    assert limit
    assert int(limit[1]) > VARIABLES["MAX_UPLOAD_MB"].default


def test_the_database_gets_the_roles_that_the_addresses_name() -> None:
    script = (CHECKOUT / "deploy" / "postgres" / "10-roles.sh").read_text(encoding="utf-8")
    roles = set(re.findall(r"CREATE ROLE (\w+) LOGIN", script))
    services = own_services()
    addresses = [
        services["web"]["environment"]["DATABASE_URL"],
        services["migrate"]["environment"]["DATABASE_OWNER_URL"],
    ]
    assert roles == {re.match(r"postgresql://(\w+):", address)[1] for address in addresses}  # type: ignore[index]
    for name in re.findall(r'"\$(\w+)"', script):
        assert name == "POSTGRES_USER" or name in compose()["services"]["postgres"]["environment"]
