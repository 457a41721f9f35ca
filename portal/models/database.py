from django.db import models


class DatabaseMark(models.Model):
    """Which database this is, in words that do not fit a restored copy of it. One row, with key 1.

    What is signed for a database, such as a link to choose a new password, is signed for its epoch
    too, and so is void in a copy.
    """

    identity = models.CharField(max_length=100)
    epoch = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(pk=1), name="database_mark_is_one_row"),
        ]

    def __str__(self):
        return self.identity
