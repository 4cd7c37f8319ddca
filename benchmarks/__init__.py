"""How fast the kit is, as ratios against a named peer in one run. `make bench` prints them."""
