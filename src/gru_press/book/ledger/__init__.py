"""The claims ledger: what the sources claim, and the places that show or correct it."""
