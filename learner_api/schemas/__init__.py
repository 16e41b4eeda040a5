"""What crosses the wire: one schema for what comes in, another for what goes out."""
