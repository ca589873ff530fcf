"""The groups that come ready made, and what each may do."""

from typing import Any

from django.contrib.auth.models import Group, Permission

#: Coding tables an analyst adds to and changes. Deleting stays with what was never published (events/admin).
CODED = (
    *("event", "participation", "casualties", "claim", "eventlink"),
    *("actor", "actorname", "actorrelation", "location", "locationname", "source", "report"),
)
REFERENCE = ["eventtype"]

ANALYST = (
    *(f"{deed}_{model}" for model in CODED for deed in ("view", "add", "change", "delete")),
    *(f"view_{model}" for model in REFERENCE),
    "view_workflowstep",
    "view_publication",
    "view_proposal",
    "view_hiding",
    "view_retraction",
    "submit_event",
)
EDITOR = (
    *ANALYST,
    "publish_event",
    "retract_event",
    *(f"{deed}_{model}" for model in REFERENCE for deed in ("add", "change")),
)
MAINTAINER = (*EDITOR, "view_maintainerdecision", "view_look")
#: Besides the events app, a maintainer manages accounts.
ACCOUNTS = ("view_user", "add_user", "change_user", "view_group", "view_logentry")

GROUPS = {"Analyst": ANALYST, "Editor": EDITOR, "Maintainer": MAINTAINER}


def create_groups(**_: Any) -> None:
    """Make the groups Analyst, Editor and Maintainer, and give each what is missing of its permissions; idempotent.

    Connected to post_migrate, so it bears with permissions that do not exist yet: the last app to migrate brings them.
    """
    if not Permission.objects.filter(content_type__app_label="events").exists():
        return
    for name, codenames in GROUPS.items():
        group, _made = Group.objects.get_or_create(name=name)
        wanted = Permission.objects.filter(content_type__app_label="events", codename__in=codenames)
        if name == "Maintainer":
            wanted |= Permission.objects.filter(content_type__app_label__in=["auth", "admin"], codename__in=ACCOUNTS)
        group.permissions.add(*wanted)
