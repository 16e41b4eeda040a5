"""The application for a server of somebody else's: ``learner_api.wsgi:app``."""

import os

from config.logs import configure_logs
from config.settings import Settings
from learner_api.app import create_app

_settings = Settings.from_environ(os.environ)
configure_logs(_settings.log_level)
app = create_app(_settings)
