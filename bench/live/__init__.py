"""Load and faults for the live side: clients of the protocol, and whole sites on this machine."""
