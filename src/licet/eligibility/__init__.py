"""Who is eligible: every nation as the recipient of one transfer, what tells the answers apart, and what would change them.

Nothing here knows a nation, a group or a rule: whatever makes a difference is found by trying it on the rulebook of the day.
"""
