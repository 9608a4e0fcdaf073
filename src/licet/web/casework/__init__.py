"""The pages of cases: who is signed in, what they may see, and the forms of the acts. The rules of cases are in :mod:`licet.cases`."""
