"""Pages and data responses: HTTP only."""
