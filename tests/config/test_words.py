"""The words of scripts: the catalogue of the reader's language is loaded where it is not English."""

import json
import struct
from pathlib import Path

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

pytestmark = pytest.mark.django_db


def _write_catalogue(path: Path, words: dict[str, str]) -> None:
    """A compiled catalogue, as the GNU gettext manual describes the format of MO files."""
    head = "Content-Type: text/plain; charset=UTF-8\nPlural-Forms: nplurals=2; plural=n != 1;\n"
    pairs = sorted({"": head, **words}.items())
    originals = [original.encode() for original, _translated in pairs]
    translations = [translated.encode() for _original, translated in pairs]
    at, tables = 28 + 16 * len(pairs), []
    for word in [*originals, *translations]:
        tables.append(struct.pack("<II", len(word), at))
        at += len(word) + 1
    header = struct.pack("<7I", 0x950412DE, 0, len(pairs), 28, 28 + 8 * len(pairs), 0, 0)
    path.parent.mkdir(parents=True)
    path.write_bytes(header + b"".join(tables) + b"".join(word + b"\0" for word in [*originals, *translations]))


@pytest.fixture
def german(settings: Settings, tmp_path: Path) -> Client:
    """Somebody who reads German, on a site that has words in it."""
    _write_catalogue(tmp_path / "de" / "LC_MESSAGES" / "djangojs.mo", {"Saved": "Gespeichert"})
    settings.LANGUAGES = [("en", "English"), ("de", "Deutsch")]
    settings.LOCALE_PATHS = [tmp_path]
    return Client(headers={"accept-language": "de"})


def test_a_page_in_another_language_loads_the_words_of_its_scripts(german: Client) -> None:
    page = german.get("/accounts/login/").content.decode()
    assert '<html lang="de"' in page
    assert '<script src="/words.js"></script>' in page
    catalogue = german.get("/words.js")
    assert catalogue.headers["Content-Type"].startswith("text/javascript")
    assert f'"Saved": {json.dumps("Gespeichert")}' in catalogue.content.decode()


def test_a_page_in_english_loads_none() -> None:
    assert "words.js" not in Client().get("/accounts/login/").content.decode()
