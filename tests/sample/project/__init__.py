"""A project with a client for Zendesk's jobs, whose tests are under contract."""
