"""The door: HTTP, pages and commands. Only this package knows Flask, and commits."""
