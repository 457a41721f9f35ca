"""How a wording with marked words is drawn."""

from django import template

from portal.word_comparison import in_blocks

register = template.Library()
register.filter(in_blocks)
