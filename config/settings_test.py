"""Settings of the test run; tests/plugins/real_servers.py decides which database and which Redis."""

import os
import tempfile

# Before config.settings is read: a developer's own .env may not change a test.
os.environ.update(
    PEERPLEIN_ENV="local",
    PEERPLEIN_HOME=tempfile.mkdtemp(prefix="peerplein-test-"),
    PEERPLEIN_DEMO="1",
    PEERPLEIN_WAIVE_SECOND_FACTOR="0",
    DEBUG="0",
    SECRET_KEY="only-for-tests-" + "x" * 50,
    SITE_URL="http://testserver",
    LOG_LEVEL="ERROR",
    EMAIL_URL="",
    TRUSTED_PROXIES="0",
    LEAVE_URL="",
)

from config.settings import *  # noqa: F403

ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}  # noqa: F405
# Connections end with their thread's work, or the test database could not be dropped.
DATABASES["default"]["CONN_MAX_AGE"] = 0  # noqa: F405
