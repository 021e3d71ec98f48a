"""What the pages cost a reader: bytes, nodes and times, each beside its goal."""
