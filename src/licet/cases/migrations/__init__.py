"""How what is kept of cases came to be as it is."""
