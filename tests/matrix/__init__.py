"""Who is answered what, at every address: tables written by hand, and how they are asked.

A table's first line is its columns, one letter for each relationship (the world's docstring says
which). Each other line is a way to ask, the names of the pages, and the answers expected:

    +  the page (200)              s  sent to sign in (302)
    .  does not exist (404)        >  sent elsewhere (302): what was asked is done, or shown there
    x  refused in a sentence (409) ?  the same page, which says what is wrong (422)
"""
