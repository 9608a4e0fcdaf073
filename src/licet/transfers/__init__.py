"""What a user states: the transfer, its quantities, nations and figures, from files, options or keyword arguments."""
