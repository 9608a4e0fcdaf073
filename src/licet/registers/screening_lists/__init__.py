"""Readers of lists of parties in the forms in which they are published, each into one form: :class:`licet.screening.listed.Listed`.

A reader takes a file whole or refuses it with a fault for every bad place. It knows the form of a file, and what in it shows that the file is
whole; which list may stand in place of which, and where they are kept, is known to ``licet.screening``.
"""
