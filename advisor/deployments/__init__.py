"""One's own machines as a way to get a model: which to rent or buy, and all that they cost.

``hosting`` says what a model needs; here stands what a profile allows, which few of all the
possible deployments are worth a look, and what each costs month by month.
"""
