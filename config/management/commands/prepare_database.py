"""Bring the schema up to date as the role that owns it, and give the application's role its rights."""

from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand

from config.runtime.roles import grant, role_of


class Command(BaseCommand):
    """`manage.py prepare_database`, run at every start and once per deployment."""

    help = "Migrate as the owner of the tables (DATABASE_OWNER_URL), then grant the application's role its rights."

    def handle(self, *args: Any, **options: Any) -> None:
        call_command("migrate", interactive=False, verbosity=1 if options["verbosity"] > 1 else 0, stdout=self.stdout)
        owner, application = role_of(settings.DATABASE_OWNER_URL), role_of(settings.DATABASE_URL)
        if owner == application:
            self.stderr.write(
                f"One role ({owner}) both owns the tables and runs the application, so nothing but the application "
                "protects the log. Set DATABASE_OWNER_URL to another role than DATABASE_URL."
            )
            return
        grant(settings.DATABASE_OWNER_URL, application)
        self.stdout.write(f"The schema is up to date; {application} may read and write rows.")
