"""What leaves a case on paper: licences and letters to the applicant, and what the legislature is told.

An outgoing paper is made of a dataclass of :mod:`licet.cases.papers.outgoing`, in which no internal word has a place, and of a template that an
authority can replace. Nothing here reads a database or a clock.
"""
