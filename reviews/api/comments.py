"""Comments on claims."""

from projects.api.comments import CommentsEndpoint
from reviews.api.claims import ClaimEndpoint


class ClaimComments(CommentsEndpoint, ClaimEndpoint):
    """`/claims/{id}/comments`."""

    about = "claim"
