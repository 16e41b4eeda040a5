"""The document of an award, as a file to keep."""

from flask import Response, request

from course.models import Award
from learner_api.drawn import drawn

YEAR = 31_536_000


def certificate_file(award: Award) -> Response:
    """The document to download. It never changes, so a browser asks for it once."""
    response = Response(mimetype="application/pdf")
    response.set_etag(award.digest)
    response.headers["Cache-Control"] = f"private, max-age={YEAR}, immutable"
    response.headers["Content-Disposition"] = (
        f'attachment; filename="certificate-{award.number}.pdf"'
    )
    if request.if_none_match.contains(award.digest):
        response.make_conditional(request)
        return response
    response.set_data(drawn("certificate", award.claims))
    return response
