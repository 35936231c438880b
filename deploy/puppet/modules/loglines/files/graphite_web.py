# Written by Puppet: Graphite's pages, and the scripts and pictures that they need, for gunicorn. Graphite 1.1.8 knows Whitenoise,
# but not the version that Debian 12 has.
import os

os.environ.setdefault('DJANGO_SETTINGS_MODULE', 'graphite.settings')

from django.core.wsgi import get_wsgi_application  # noqa: E402
from whitenoise import WhiteNoise  # noqa: E402

application = WhiteNoise(get_wsgi_application(), root='/usr/share/graphite-web/static', prefix='static/')
