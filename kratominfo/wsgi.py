"""The WSGI application that granian or gunicorn serves: Django behind the door."""

import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application

from kratominfo.door.layer import Door
from kratominfo.door.release import release

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kratominfo.settings")
django = get_wsgi_application()
# What is being changed is drawn each time, for its toolbar too.
application = django if settings.DEBUG else Door(django, release=release())
