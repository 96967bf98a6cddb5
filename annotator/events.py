"""Kinds of event of marking, with the sentence people read. `after` of each holds what its sentence names."""

from django.utils.translation import gettext_lazy as _

from projects.events import register_kind


def fill() -> None:
    """Name this app's kinds of event."""
    register_kind("label.created", _("%(actor)s added the label %(path)s"))
    register_kind("label.changed", _("%(actor)s changed the label %(path)s"))
    register_kind("label.archived", _("%(actor)s archived the label %(path)s"))
    register_kind("label.restored", _("%(actor)s restored the label %(path)s"))
    register_kind("annotation.created", _("%(actor)s marked a passage as %(label_path)s"))
    register_kind("annotation.updated", _("%(actor)s changed a mark of %(label_path)s"))
    register_kind("annotation.deleted", _("%(actor)s deleted a mark of %(label_path)s"))
    register_kind("annotation.restored", _("%(actor)s restored a mark of %(label_path)s"))
    register_kind("relation.created", _("%(actor)s related two marks: one %(kind_name)s the other"))
    register_kind("relation.deleted", _("%(actor)s took a relation of two marks away: one %(kind_name)s the other"))
    register_kind("relation.restored", _("%(actor)s restored a relation of two marks: one %(kind_name)s the other"))
    register_kind("relation_kind.created", _("%(actor)s added the kind of relation %(name)s"))
    register_kind("relation_kind.changed", _("%(actor)s changed the kind of relation %(name)s"))
    register_kind("annotations.imported", _("%(count)d marks by %(author_name)s came with an import"))
    carried = _("%(count)d marks by %(author_name)s were carried over to another text of “%(title)s”")
    register_kind("annotations.carried", carried)
    register_kind("placement.accepted", _("%(actor)s accepted where a mark of %(label_path)s stands in the new text"))
    register_kind("placement.moved", _("%(actor)s settled where a mark of %(label_path)s stands in the new text"))
    register_kind(
        "placement.dropped", _("%(actor)s dropped a mark of %(label_path)s that the new text has no place for")
    )
    register_kind("placement.reopened", _("%(actor)s took up again where a mark of %(label_path)s stands"))
