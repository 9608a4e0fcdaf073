"""Parties against lists: what a list is and when it may be trusted, how names are held against each other, and what a screening answers.

No list comes with Licet, and nothing here downloads one. A screening that could not happen in full says so; it is never ``clear``.
"""
