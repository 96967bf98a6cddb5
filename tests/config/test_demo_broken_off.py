"""A demonstration whose loading breaks off is made whole by the next run, and nothing is doubled."""

from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from annotator.models import Annotation
from config.demo import claims, people, texts
from config.demo.material import Material, MaterialFault
from projects.models import Membership
from reviews.models import Claim, Verdict
from sources.models import Document

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_run_that_broke_off_is_made_whole_by_the_next(monkeypatch: pytest.MonkeyPatch) -> None:
    tell, fill_in = vars(claims)["_tell"], vars(texts)["_fill_in"]
    told: list[str] = []
    filled: list[str] = []

    def break_off(*arguments: Any) -> None:
        tell(*arguments)
        told.append(arguments[1]["key"])
        if len(told) == 3:
            raise MaterialFault("broken off")

    def break_off_early(*arguments: Any) -> None:
        filled.append(arguments[0]["file"])
        if len(filled) == 3:
            raise texts.ImportFailed("broken off early")
        fill_in(*arguments)

    monkeypatch.setattr(texts, "_fill_in", break_off_early)
    with pytest.raises(CommandError, match="broken off early"):
        call_command("demo")
    monkeypatch.setattr(texts, "_fill_in", fill_in)
    monkeypatch.setattr(claims, "_tell", break_off)
    with pytest.raises(CommandError, match="broken off"):
        call_command("demo")
    assert Claim.objects.count() == 2, "the third claim was told in one transaction, which failed"
    monkeypatch.undo()
    call_command("demo", stdout=StringIO())
    material = Material.read()
    assert Claim.objects.count() == len(material["claims"])
    assert Verdict.objects.count() == sum(len(claim["verdicts"]) for claim in material["claims"])
    assert Document.objects.count() == len(material["documents"])
    assert dict(Document.objects.values_list("file_name", "title")) == {
        entry["file"]: entry["title"] for entry in material["documents"]
    }
    assert Annotation.objects.count() == len(material["annotations"])
    assert Membership.objects.count() == len(people.MEMBERS)
    people.logins_file().unlink()
