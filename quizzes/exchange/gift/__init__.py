"""The parts of GIFT: its signs, its blocks, and what each type looks like there."""
