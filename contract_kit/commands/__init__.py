"""One module per verb: they bring the parts together and give back values; they print nothing."""
