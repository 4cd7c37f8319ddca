"""An API that the kit has never seen: a print shop, its specification and its stories."""
