"""What stands in the addresses of pages."""

from django.urls.converters import IntConverter


class KeyConverter(IntConverter):
    """The key of a row, or another number, of no more digits than every database can compare."""

    regex = "[0-9]{1,18}"
