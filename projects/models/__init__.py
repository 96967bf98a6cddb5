"""Tables of who and what happened, one module per noun."""

from projects.models.comments import Comment, Notice, Thread
from projects.models.events import Event, EventCounter, Operation, SiteEvent
from projects.models.invitations import Invitation
from projects.models.jobs import Job
from projects.models.members import Membership, Participant
from projects.models.projects import Project, ProjectRow
from projects.models.users import User

__all__ = [
    "Comment",
    "Event",
    "EventCounter",
    "Invitation",
    "Job",
    "Membership",
    "Notice",
    "Operation",
    "Participant",
    "Project",
    "ProjectRow",
    "SiteEvent",
    "Thread",
    "User",
]
