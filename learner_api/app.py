"""The composition root: settings, content and routes become one application."""

from datetime import timedelta
from zoneinfo import ZoneInfo

from flask import Flask
from flask_compress import Compress
from werkzeug.middleware.proxy_fix import ProxyFix

from config.settings import Settings
from course.awards import AwardOffice
from course.catalogue import Catalogue, load_catalogue
from learner_api import api, pages
from learner_api.assets import install_assets
from learner_api.auth import install_auth
from learner_api.consent import install_consent
from learner_api.csrf import install_csrf
from learner_api.database import install_database
from learner_api.headers import install_headers
from learner_api.keys import key_ring_of
from learner_api.letterhead import letterhead_of
from learner_api.openapi import install_openapi
from learner_api.problems import install_problems
from learner_api.requests import install_requests
from learner_api.routing import LateRule
from learner_api.site import Site
from learner_api.translation import install_translation


def create_app(
    settings: Settings, *, catalogue: Catalogue | None = None, durable: bool = True
) -> Flask:
    """The application of one installation.

    ``durable`` is false in tests only: a power cut may then lose what was acknowledged.
    """
    app = Flask(__name__, static_folder=None, template_folder="templates")
    app.url_rule_class = LateRule
    secure = settings.public_url.startswith("https://")
    app.config.update(
        SECRET_KEY=settings.secret_key,
        SECRET_KEY_FALLBACKS=list(settings.secret_key_fallbacks),
        MAX_CONTENT_LENGTH=settings.maximum_body_bytes,
        SESSION_COOKIE_NAME="course_session",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=secure,
        SESSION_REFRESH_EACH_REQUEST=False,
        PERMANENT_SESSION_LIFETIME=timedelta(hours=settings.session_hours),
        COMPRESS_ALGORITHM=["br", "gzip"],
        # A third of the work of the default, and a twentieth more bytes.
        COMPRESS_BR_LEVEL=3,
        COMPRESS_LEVEL=4,
        COMPRESS_STREAMS=False,
        # Views that have an ETag compare it themselves.
        COMPRESS_EVALUATE_CONDITIONAL_REQUEST=False,
    )
    if settings.trusted_proxies:
        hops = settings.trusted_proxies
        app.wsgi_app = ProxyFix(  # type: ignore[method-assign]  # as Flask documents it
            app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops
        )
    taught = catalogue or load_catalogue()
    app.extensions["course.site"] = Site(
        settings=settings,
        catalogue=taught,
        office=office_of(settings, taught.programmes),
    )
    install_requests(app)
    install_headers(app, secure=secure)
    Compress(app)
    install_assets(app)
    install_database(app, settings.database_url, durable=durable)
    install_csrf(app)
    install_auth(app)
    install_consent(app)
    install_problems(app)
    install_translation(app)
    api.install(install_openapi(app))
    pages.install(app)
    return app


def office_of(
    settings: Settings, programmes: frozenset[str] = frozenset()
) -> AwardOffice:
    """Who issues this installation's awards, as its settings say.

    Whoever moves an award by it names the ``programmes`` of the catalogue.
    """
    return AwardOffice(
        issuer_name=settings.issuer_name,
        signatory_name=settings.signatory_name,
        signatory_title=settings.signatory_title,
        verify_base=f"{settings.public_url}/verify",
        zone=ZoneInfo(settings.office_zone),
        keys=key_ring_of(settings),
        letterhead=letterhead_of(settings),
        programmes=programmes,
    )
