"""What other programs ask, in JSON: a face beside the command and the site, for the API and for assistants. It holds no rule, threshold or nation."""
