"""Who is asking, as far as the network tells; used to throttle logins."""

from django.conf import settings
from django.http import HttpRequest


def address(request: HttpRequest) -> str:
    """The address that the outermost of our TRUSTED_PROXIES saw: each adds one at the right, the rest is hearsay."""
    forwarded = [item.strip() for item in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")]
    if 0 < settings.TRUSTED_PROXIES <= len(forwarded) and forwarded[-settings.TRUSTED_PROXIES]:
        return forwarded[-settings.TRUSTED_PROXIES]
    return str(request.META.get("REMOTE_ADDR", ""))
