"""Cases: what happens to an application from its draft to the last shipment, kept as events that nobody can change unseen.

Here stands the domain with its storage. Nothing here knows of requests, forms or pages, and no nation, agency, ground or number of days
stands here: those are law, and come in as a :class:`~licet.cases.by_law.Procedure`.
"""
