"""Figures on who took the course: one question, asked once, for screen, API and file.

``query`` says what can be asked, ``population`` finds whom it speaks of, and what is
counted of them stands in files of its own.
"""
