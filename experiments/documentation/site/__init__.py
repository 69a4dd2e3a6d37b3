"""The site: every page of the repository with navigation and search, built without a network and read without one."""
