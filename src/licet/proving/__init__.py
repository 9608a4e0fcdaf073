"""Proving things of all transfers at once: what a rulebook answers, as formulas over every fact and the date, for z3 to solve.

The meaning is that of :mod:`licet.deciding`, and tests hold the two together. There, what is not known is a third state of a condition; here
every fact has some value, and what is possible is what some value gives. Only a membership whose dates are not known to the day, or
whose list is not public, may be either way for one and the same transfer.

It needs the package z3-solver, which ``pip install 'licet[prove]'`` brings.
"""
