"""Reports of what was decided, in which small numbers are protected: pure functions from rows to tables, and from tables to CSV and pictures.

Nothing here reads a database, a clock or a case: the rows are :class:`~licet.cases.reporting.outcome.Outcome`, and everything that is
published together is protected together by :func:`~licet.cases.reporting.hiding.protect`.
"""
