"""Every page of a project: its name, and the row that its address names."""

from django.urls import NoReverseMatch, reverse

# Page → the row in its address ("" where there is none).
PAGES: dict[str, str] = {
    "projects:overview": "",
    "projects:project_palette": "",
    "projects:leave": "",
    "projects:settings": "",
    "projects:history": "",
    "projects:people": "",
    "projects:member_add": "",
    "projects:invite": "",
    "projects:members_bulk": "",
    "projects:invitation_revoke": "invitation",
    "projects:name_list": "",
    "projects:name": "name",
    "projects:name_unmap": "name",
    "projects:member": "annotator's membership",
    "projects:member_suspend": "annotator's membership",
    "projects:member_reactivate": "annotator's membership",
    "projects:member_remove": "annotator's membership",
    "projects:member_hand_on": "annotator's membership",
    "sources:document_list": "",
    "sources:document_bulk": "",
    "sources:document_restore": "",
    "sources:document_detail": "document",
    "sources:document_cite": "document",
    "sources:reading_finish": "document",
    "sources:document_unblind": "document",
    "sources:reading_reveal": "document",
    "sources:reading_resume": "document",
    "sources:reading_reopen": "document",
    "sources:reading_release": "document",
    "sources:import_new": "",
    "sources:import_detail": "import",
    "sources:import_cancel": "import",
    "sources:search": "",
    "sources:concordance": "",
    "sources:search_save": "",
    "sources:search_remove": "saved search",
    "sources:relation_list": "",
    "sources:relation_detail": "link",
    "sources:publisher_list": "",
    "sources:publisher_detail": "publisher",
    "annotator:codebook_show": "",
    "annotator:codebook_export": "",
    "annotator:label_edit": "label",
    "annotator:label_move": "label",
    "annotator:label_archive": "label",
    "annotator:label_restore": "label",
    "annotator:relation_kinds": "",
    "annotator:relation_kind_edit": "relation kind",
    "annotator:relation_kind_archive": "relation kind",
    "annotator:relation_kind_restore": "relation kind",
    "annotator:workspace_open": "document",
    "reviews:claim_list": "",
    "reviews:claim_new": "",
    "reviews:claim_detail": "claim",
    "reviews:claim_edit": "claim",
    "reviews:evidence_add": "claim",
    "reviews:claim_comments": "claim",
    "reviews:evidence_remove": "evidence",
    "reviews:claim_submit": "draft",
    "reviews:claim_withdraw": "claim",
    "reviews:claim_restore": "withdrawn",
    "reviews:claim_confirm": "agreed",
    "reviews:claim_release": "held",
    "reviews:claim_reopen": "disputed",
    "reviews:review": "",
    "reviews:adjudicate": "",
    "reviews:adjudicate_claim": "disputed",
    "exchange:export_list": "",
    "exchange:export_row": "export",
    "exchange:export_cancel": "export",
    "exchange:export_remove": "export",
    "exchange:export_file": "export",
}


def page_path(name: str, slug: str, row: str, participant: str) -> str:
    """The address of a page."""
    for given in ({"slug": slug}, {"slug": slug, "id": row}, {"slug": slug, "id": row, "participant": participant}):
        try:
            return reverse(name, kwargs=given)
        except NoReverseMatch:
            continue
    raise LookupError(name)
