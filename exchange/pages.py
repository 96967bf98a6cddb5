"""What this app adds to the navigation of a project."""

from django.utils.translation import gettext_lazy as _

from projects.pages import register_nav


def register() -> None:
    """Add the entries."""
    register_nav(
        "exports",
        label=_("Exports"),
        icon="download",
        url_name="exchange:export_list",
        action="export.create",
        order=80,
    )
