"""How one installation of the course is set up, run and decided."""
