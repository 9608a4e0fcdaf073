"""The site: views, the questions that an address may hold, and templates. It holds no rule, threshold or nation; what it shows is made in ``reports``."""
