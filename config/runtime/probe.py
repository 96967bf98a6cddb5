"""Whether a part of the site is well, asked from outside it: the health checks of containers and supervisors.

`python -m config.runtime.probe web` asks the web server of this environment's PORT whether it is there, `… ready`
whether the site can do its work, `… worker` and `… beat` whether one gives signs of life. The exit status is the
answer.
"""

import os
import sys
import urllib.error
import urllib.request

from config.env import read

# The worker and the beat write these keys, with an expiry: `config.heartbeat`.
WORKER_KEY = "probata-worker-seen"
BEAT_KEY = "probata-beat-seen"
_EVERYWHERE = {"0.0.0.0", "::", ""}  # noqa: S104  (recognised, never chosen)


def address() -> str:
    """Where the web server of this environment is reached from this machine."""
    host = "127.0.0.1" if read("BIND") in _EVERYWHERE else read("BIND")
    return f"http://{f'[{host}]' if ':' in host else host}:{read('PORT')}"


def ask(path: str, timeout: float = 5) -> tuple[int, str]:
    """Status and body of an answer, under a host name that the site answers to; status 0 when there is none."""
    request = urllib.request.Request(address() + path)  # noqa: S310
    name = next((host.lstrip(".") for host in read("ALLOWED_HOSTS") if host != "*"), "")
    if name:
        request.add_header("Host", name)
    try:
        with urllib.request.urlopen(request, timeout=timeout) as answer:  # noqa: S310
            return answer.status, answer.read().decode(errors="replace")
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode(errors="replace")
    except OSError as error:
        return 0, str(error)


def gives_signs_of_life(key: str) -> bool:
    """Whether whoever writes this key has lately done so."""
    import redis

    try:
        client = redis.Redis.from_url(os.environ["REDIS_URL"], socket_timeout=3, socket_connect_timeout=3)
        return bool(client.exists(key))
    except redis.RedisError:
        return False


def main(part: str) -> int:
    """0 when the part is well."""
    keys = {"worker": WORKER_KEY, "beat": BEAT_KEY}
    if part in keys:
        return 0 if gives_signs_of_life(keys[part]) else 1
    status, body = ask("/readyz" if part == "ready" else "/healthz")
    print(body)
    return 0 if status == 200 else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
