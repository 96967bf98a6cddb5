"""The kinds of event this app leaves, each with the sentence people read."""

from django.utils.translation import gettext_lazy as _

from projects.events import register_kind


def fill() -> None:
    """Register this app's kinds of event."""
    register_kind("import.started", _("%(actor)s uploaded %(files)d files"))
    register_kind("import.ended", _("An import by %(actor)s ended with %(documents)d documents"))
    register_kind("document.imported", _("%(actor)s imported “%(title)s”"))
    register_kind("document.updated", _("%(actor)s changed the record of “%(title)s”"), changes_sight=True)
    register_kind("document.proposed", _("%(actor)s proposed another text of “%(title)s”"))
    revised = _("%(actor)s put revision %(number)d of “%(title)s” in the place of the one before")
    register_kind("document.revised", revised)
    register_kind("document.deleted", _("%(actor)s deleted “%(title)s”"), changes_sight=True)
    register_kind("document.restored", _("%(actor)s restored “%(title)s”"), changes_sight=True)
    register_kind("document.unblinded", _("%(actor)s looked at the marks on “%(title)s” early"), changes_sight=True)
    register_kind("publisher.created", _("%(actor)s added the publisher %(name)s"))
    register_kind("publisher.updated", _("%(actor)s changed the publisher %(name)s"))
    register_kind("search.saved", _("%(actor)s saved the search “%(name)s”"))
    register_kind("search.removed", _("%(actor)s removed the saved search “%(name)s”"))
    register_kind("publisher.rated", _("%(actor)s rated the publisher %(name)s"))
    register_kind("publisher.merged", _("%(actor)s merged the publisher %(name)s into %(survivor)s"))
    register_kind("publisher.split", _("%(actor)s split the publisher %(name)s from %(survivor)s"))
    register_kind("entity.created", _("%(actor)s added %(name)s"))
    register_kind("entity.updated", _("%(actor)s changed what is known of %(name)s"))
    register_kind("entity.deleted", _("%(actor)s deleted %(name)s"))
    register_kind("entity.restored", _("%(actor)s restored %(name)s"))
    register_kind("entity.alias_added", _("%(actor)s noted that %(name)s is also called %(alias)s"))
    register_kind("entity.alias_removed", _("%(actor)s took the name %(alias)s from %(name)s"))
    register_kind("entity.identified", _("%(actor)s gave %(name)s the identifier %(identifier)s"))
    register_kind("entity.identifier_removed", _("%(actor)s took the identifier %(identifier)s from %(name)s"))
    register_kind("entity.merged", _("%(actor)s merged %(name)s into %(survivor)s"))
    register_kind("entity.split", _("%(actor)s split %(name)s from %(survivor)s"))
    register_kind("entity.linked", _("%(actor)s named %(name)s in “%(title)s”"))
    register_kind("entity.unlinked", _("%(actor)s no longer names %(name)s in “%(title)s”"))
    register_kind("reading.opened", _("%(actor)s began to read “%(title)s”"), changes_sight=True)
    register_kind("reading.finished", _("%(actor)s finished reading “%(title)s”"), changes_sight=True)
    register_kind("reading.revealed", _("%(actor)s now sees the work of others on “%(title)s”"), changes_sight=True)
    register_kind("reading.resumed", _("%(actor)s went on reading “%(title)s”"), changes_sight=True)
    register_kind("reading.reopened", _("%(actor)s reopened a reading of “%(title)s”"), changes_sight=True)
    register_kind("reading.released", _("%(actor)s handed back a reading of “%(title)s”"), changes_sight=True)
    register_kind("document_relation.suggested", _("“%(source_title)s” may come from “%(target_title)s”"))
    register_kind("document_relation.added", _("%(actor)s related “%(source_title)s” to “%(target_title)s”"))
    register_kind(
        "document_relation.confirmed",
        _("%(actor)s confirmed a relation of “%(source_title)s” to “%(target_title)s”"),
        changes_sight=True,
    )
    register_kind(
        "document_relation.dismissed",
        _("%(actor)s dismissed a relation of “%(source_title)s” to “%(target_title)s”"),
        changes_sight=True,
    )
    register_kind(
        "document_relation.changed", _("%(actor)s changed a relation of “%(source_title)s” to “%(target_title)s”")
    )
    register_kind(
        "document_relation.deleted", _("%(actor)s took a relation of “%(source_title)s” to “%(target_title)s” away")
    )
    register_kind("origin.set", _("%(actor)s set the origin of “%(title)s”"))
    register_kind("origin.cleared", _("%(actor)s left the origin of “%(title)s” to be computed"))
