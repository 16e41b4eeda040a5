"""Books: a module or a whole course as a file to read where there is no connection.

A book is rendered once from the same Markdown as the pages, and written as an EPUB for
telephones and readers or as a PDF for paper. It holds no quiz: keys must not leave.
"""
