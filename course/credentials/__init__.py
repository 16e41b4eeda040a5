"""What makes an award a signed record: keys, credentials, status lists, badges.

Pure: claims and keys in, signed text and pictures out. Nothing here reads a row, a
clock or a setting, so the same claims and key give the same bytes on every call. What
signs linked data is imported where it is done: its libraries are large.
"""
