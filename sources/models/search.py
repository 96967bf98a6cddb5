"""The search index, one entry for each thing that can be found, made behind the event log by a job; saved searches."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.utils.translation import gettext_lazy as _

from projects.models import Participant, Project, ProjectRow
from projects.vocabulary import Secrecy, Tlp


class IndexState(models.Model):
    """How far the index of a project has followed the event log: its lag is the last event number less `number`.

    `generation` is the one that searches read. While `rebuild_generation` is set, a rebuild is filling that one and
    changes go to both; `rebuild_kind` and `rebuild_after` say how far it has come. `configs` are the text search
    configurations that entries of the project were ever made with.
    """

    project = models.OneToOneField(Project, models.CASCADE, primary_key=True, related_name="+")
    number = models.BigIntegerField(default=0)
    generation = models.PositiveIntegerField(default=0)
    rebuild_generation = models.PositiveIntegerField(default=0)
    rebuild_kind = models.CharField(max_length=20, blank=True)
    rebuild_after = models.UUIDField(null=True)
    configs = ArrayField(models.CharField(max_length=20), default=list)


class SearchEntry(models.Model):
    """One findable piece of text: a section of a document, a mark or a claim.

    The policy's columns are copied from the row it stands for; a query is filtered by the same rule as the row itself.
    `config` names the text search configuration the words were read with. `generation` separates the entries of a
    rebuild under way from those it replaces.
    """

    id = models.BigAutoField(primary_key=True)
    project = models.ForeignKey(Project, models.CASCADE, related_name="+", db_index=False)
    kind = models.CharField(max_length=20)
    document_id = models.UUIDField(null=True)
    subject_id = models.UUIDField()
    part = models.PositiveIntegerField(default=0)
    author_id = models.UUIDField(null=True)
    secrecy = models.CharField(max_length=10, choices=Secrecy, default=Secrecy.OPEN)
    tlp = models.PositiveSmallIntegerField(choices=Tlp)
    config = models.CharField(max_length=20, default="simple")
    vector = SearchVectorField()
    generation = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["subject_id", "kind", "part", "generation"], name="search_entry_once"),
        ]
        indexes = [
            # Sections of documents are long and many words are in most of them; what else is found is short. Apart, a
            # search for one does not read through the other.
            GinIndex(
                fields=["vector"],
                name="search_entry_documents",
                gin_pending_list_limit=1024,
                fastupdate=True,
                condition=models.Q(kind="document"),
            ),
            GinIndex(
                fields=["vector"],
                name="search_entry_others",
                gin_pending_list_limit=1024,
                fastupdate=True,
                condition=~models.Q(kind="document"),
            ),
            models.Index(fields=["project", "generation", "kind"], name="search_entry_by_kind"),
        ]


class SavedSearch(ProjectRow):
    """A search that somebody kept under a name, for everybody in the project.

    `query` has what the address of the search page has: `q`, `in` and the parts of facets.
    """

    author = models.ForeignKey(Participant, models.PROTECT, related_name="+", db_constraint=False, db_index=False)
    name = models.CharField(_("name"), max_length=100)
    query = models.JSONField(default=dict)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["project", "name"], name="saved_search_name_once")]

    def __str__(self) -> str:
        return self.name
