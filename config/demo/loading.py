"""The whole demonstration, step by step. Each step does what is missing, so a run that broke off can be repeated."""

from dataclasses import dataclass
from pathlib import Path

from config.demo import claims, desk, entities, marks, people, texts
from config.demo.material import Material
from projects.models import Project
from sources.services.indexing import follow_log


@dataclass(frozen=True)
class Loaded:
    """What is there now."""

    project: Project
    logins: Path


def load() -> Loaded:
    """Bring the demonstration project up to where the material says it stands."""
    material = Material.read()
    users, passwords = people.open_accounts()
    viewers = desk.open_desk(material, users)
    project = Project.objects.get(slug=material["project"]["slug"])
    if "manager" in viewers:
        desk.write_codebook(material, viewers["manager"])
        desk.rate_publishers(material, viewers["manager"])
        documents = texts.import_texts(material, viewers["manager"])
        entities.name_entities(material, viewers["manager"], documents)
        marks.mark_texts(material, viewers, documents)
        claims.judge_claims(material, viewers, documents)
    loaded = Loaded(project, people.write_logins(project.slug, passwords))
    while follow_log(project.id):
        pass  # what was loaded can be found at once
    return loaded
