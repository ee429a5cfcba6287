"""The WSGI application that `bihuan serve` runs."""

import os
from threading import Thread

from django.conf import settings
from django.core.wsgi import get_wsgi_application

from bihuan import paper

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bihuan.settings.local")
application = get_wsgi_application()
# Who asks for the first document of this process does not wait for the fonts.
Thread(target=paper.warm, args=(settings.FONTS_DIR,), daemon=True).start()
