"""Say what is wrong with this installation and how to mend it."""

import sys
from typing import Any

from django.core.management.base import BaseCommand

from config.diagnosis import State, examine


class Command(BaseCommand):
    """`manage.py doctor`: one line a part; exit status 1 when a part is wrong."""

    help = "Check the environment, the services, the database's roles and the worker; say how to mend what is wrong."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        findings = list(examine())
        width = max(len(finding.part) for finding in findings)
        for finding in findings:
            self.stdout.write(f"{finding.state:<5}  {finding.part:<{width}}  {finding.seen}")
            if finding.mend:
                self.stdout.write(f"{'':<5}  {'':<{width}}  → {finding.mend}")
        wrong = [finding.part for finding in findings if finding.state is State.WRONG]
        if wrong:
            self.stdout.write(f"Wrong: {', '.join(wrong)}.")
            sys.exit(1)
        self.stdout.write("All is well.")
