"""The parts of QTI 3.0: packages, items, and what each type of question looks like."""
