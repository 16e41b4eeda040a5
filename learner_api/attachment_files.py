"""Files of applicants, handed out so that no browser runs anything in them."""

from flask import Response

from course.attachments import SUFFIXES
from course.models import ApplicationAttachment
from learner_api.headers import CONTENT_SECURITY_POLICY


def attachment_response(attachment: ApplicationAttachment) -> Response:
    """The file as a download under a name of our own; no proxy may keep it."""
    response = Response(attachment.content, mimetype=attachment.media_type)
    name = f"{attachment.kind}-{attachment.digest[:12]}"
    suffix = SUFFIXES[attachment.media_type]
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.{suffix}"'
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["Content-Security-Policy"] = f"{CONTENT_SECURITY_POLICY}; sandbox"
    response.set_etag(attachment.digest)
    return response
