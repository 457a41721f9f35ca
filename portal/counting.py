"""Counting without reading a whole table: no further than a person cares to know."""

from django.db.models import IntegerField, QuerySet, Subquery

COUNTED_TO = 1000


class Counted(Subquery):
    """How many rows a queryset has, counted to COUNTED_TO and one more; several to a query.

    With ``of``, how many different values that column has among them.
    """

    template = "(SELECT COUNT(*) FROM (%(subquery)s) AS counted)"
    output_field = IntegerField()

    def __init__(self, rows: QuerySet, *, of: str = ""):
        values = rows.order_by().values(of or "pk")
        super().__init__((values.distinct() if of else values)[: COUNTED_TO + 1])


def counted(rows: QuerySet) -> int:
    """How many rows a queryset has, counted to COUNTED_TO and one more (1 query)."""
    return rows.order_by()[: COUNTED_TO + 1].count()


def said(count: int) -> int | str:
    """A count as it is shown: "1,000+" where it was not counted further."""
    return f"{COUNTED_TO:,}+" if count > COUNTED_TO else count
