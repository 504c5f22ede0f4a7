"""Make a member administrator from the machine: for the first one, who has nobody to grant it."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.actions.roles import grant_role
from accounts.models import Member, Role


class Command(BaseCommand):
    help = "Grants the role of administrator to the member with this e-mail address."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")

    def handle(self, *args: Any, **options: Any) -> None:
        member = Member.objects.filter(email=options["email"].strip().lower()).first()
        if member is None:
            raise CommandError("Nobody has this e-mail address. Let the person sign up first.")
        grant_role(member_id=member.pk, role=Role.ADMINISTRATOR, granted_by=None)
        self.stdout.write(
            f"{member.handle} is an administrator, and can act as soon as a second factor is set up."
        )
