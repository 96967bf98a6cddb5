"""Links that let somebody in: single-use, expiring, stored only as a digest."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from projects.ids import new_id
from projects.models.projects import Project
from projects.models.users import User
from projects.vocabulary import Role


class Invitation(models.Model):
    """One invitation to the site, and to a project when it names one. The link's secret is kept as SHA-256."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    project = models.ForeignKey(Project, models.CASCADE, null=True, blank=True, related_name="invitations")
    roles = ArrayField(models.CharField(max_length=12, choices=Role), default=list)
    email = models.EmailField(blank=True)
    note = models.CharField(max_length=200, blank=True)
    secret_digest = models.CharField(max_length=64, unique=True)
    created_by = models.ForeignKey(User, models.CASCADE, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    used_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    revoked_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.email or self.note or str(self.id)
