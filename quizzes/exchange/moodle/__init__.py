"""The parts of Moodle XML: what each type of question looks like there."""
