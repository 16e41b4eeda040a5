"""The offline checker: one file that tells whether a certificate is what was issued.

It holds the public keys of the installation, so that it needs no connection, and its
scripts are our own, so that nothing has to be fetched to make it.
"""
