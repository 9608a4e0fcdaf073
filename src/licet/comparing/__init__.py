"""What a reform changes, or what one day of the law has that another has not: proven of all transfers, for every nation, and counted on data.

Two sides are held against each other: each is the law of a day, with the proposals that are put in force. What differs is proven with z3 (:mod:`licet.proving`);
the matrix of nations and items, and tables, are answered by the reviews that answer everything else.
"""
