"""The database and its rules: coding tables (private) and the public record."""

from events.models.actor import Actor, ActorKind, ActorName, ActorRelation, ActorRelationKind
from events.models.built_from import BuiltFrom
from events.models.claim import Claim, ClaimKind, ClaimStatus, Credibility, Stance
from events.models.codebook import EventType, UcdpViolence
from events.models.event import (
    PUBLIC_STATUSES,
    Casualties,
    CasualtyGroup,
    Certainty,
    Clarity,
    DateMeaning,
    Event,
    EventLink,
    LinkKind,
    Outcome,
    Participation,
    PlacePrecision,
    Role,
    Side,
    Status,
    public_events,
)
from events.models.hiding import HiddenKind, Hiding, hidden_events, hiding_of
from events.models.identity import ClaimNote, Deed, Knower, Look, ReportIdentity, Secret, SourceIdentity
from events.models.imported_row import ImportedRow
from events.models.location import Location, LocationKind, LocationName, locate
from events.models.lock import Lock, LockRow
from events.models.names import NameKind
from events.models.proposal import MaintainerDecision, Proposal, ProposalState, ProposedChange, Subject
from events.models.published import (
    PUBLIC_MODELS,
    Publication,
    PublishedActor,
    PublishedEvent,
    PublishedEventType,
    PublishedPlace,
    PublishedSource,
)
from events.models.retraction import Retraction, RetractionDeed, RetractionState, SetAside
from events.models.shown_place import ShownPlace
from events.models.source import Reliability, Report, Source, SourceKind, SourceScale
from events.models.workflow import AsPublished, Changer, WorkflowStep

__all__ = [
    "PUBLIC_MODELS",
    "PUBLIC_STATUSES",
    "Actor",
    "ActorKind",
    "ActorName",
    "ActorRelation",
    "ActorRelationKind",
    "AsPublished",
    "BuiltFrom",
    "Casualties",
    "CasualtyGroup",
    "Certainty",
    "Changer",
    "Claim",
    "ClaimKind",
    "ClaimNote",
    "ClaimStatus",
    "Clarity",
    "Credibility",
    "DateMeaning",
    "Deed",
    "Event",
    "EventLink",
    "EventType",
    "HiddenKind",
    "Hiding",
    "ImportedRow",
    "Knower",
    "LinkKind",
    "Location",
    "LocationKind",
    "LocationName",
    "Lock",
    "LockRow",
    "Look",
    "MaintainerDecision",
    "NameKind",
    "Outcome",
    "Participation",
    "PlacePrecision",
    "Proposal",
    "ProposalState",
    "ProposedChange",
    "Publication",
    "PublishedActor",
    "PublishedEvent",
    "PublishedEventType",
    "PublishedPlace",
    "PublishedSource",
    "Reliability",
    "Report",
    "ReportIdentity",
    "Retraction",
    "RetractionDeed",
    "RetractionState",
    "Role",
    "Secret",
    "SetAside",
    "ShownPlace",
    "Side",
    "Source",
    "SourceIdentity",
    "SourceKind",
    "SourceScale",
    "Stance",
    "Status",
    "Subject",
    "UcdpViolence",
    "WorkflowStep",
    "hidden_events",
    "hiding_of",
    "locate",
    "public_events",
]
