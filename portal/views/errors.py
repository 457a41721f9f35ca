import sys

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.views.defaults import server_error as broken

from portal.context import SERVICE_NAME

SECONDS_TO_RETRY = 60


@login_not_required
def server_error(request: HttpRequest) -> HttpResponse:
    """What a request that failed is answered with: 503 where the database does not answer."""
    if not isinstance(sys.exc_info()[1], OperationalError | InterfaceError):
        return broken(request)
    # Without the request: who asks is not known while the database is down.
    names = {"council_name": settings.COUNCIL_NAME, "service_name": SERVICE_NAME}
    page = render_to_string("503.html", names)
    return HttpResponse(page, status=503, headers={"Retry-After": str(SECONDS_TO_RETRY)})
