# Written by Puppet.
with open('/etc/graphite/secret_key') as secret:
    SECRET_KEY = secret.read().strip()

TIME_ZONE = 'UTC'
# A proxy that shows the pages under another name says so here.
ALLOWED_HOSTS = ['127.0.0.1', 'localhost']
LOG_ROTATION = False
DEFAULT_XFILES_FACTOR = 0

GRAPHITE_ROOT = '/usr/share/graphite-web'
CONF_DIR = '/etc/graphite'
STORAGE_DIR = '/var/lib/graphite/whisper'
STATIC_ROOT = '/usr/share/graphite-web/static'
LOG_DIR = '/var/log/graphite'
INDEX_FILE = '/var/lib/graphite/search_index'
WHISPER_DIR = '/var/lib/graphite/whisper'
CARBONLINK_HOSTS = ['127.0.0.1:7002']

DATABASES = {
    'default': {
        'NAME': '/var/lib/graphite/graphite.db',
        'ENGINE': 'django.db.backends.sqlite3',
        'USER': '',
        'PASSWORD': '',
        'HOST': '',
        'PORT': '',
    }
}
