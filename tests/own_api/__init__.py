"""An API that is not the kit's, put under contract as the README says."""
