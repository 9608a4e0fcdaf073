"""Does the regulation follow the policy? What the law declares of itself, asked for where one text has stayed behind another."""
