"""Which proposals somebody may decide."""

from django.conf import settings
from django.contrib.auth.models import User
from django.db.models import QuerySet

from events.models import Proposal, ProposalState


def waiting_for(user: User) -> QuerySet[Proposal]:
    """What `user` may approve or return."""
    proposals = Proposal.objects.filter(state=ProposalState.OPEN)
    if not user.has_perm("events.publish_event"):
        return proposals.none()
    return proposals.exclude(changes__by=user) if settings.FOUR_EYES else proposals
