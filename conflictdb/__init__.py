"""The Django project: settings, URL root and WSGI entry; everything else is in `events`."""
