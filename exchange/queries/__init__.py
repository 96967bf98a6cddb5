"""What exports read: the snapshot, the rows of a person's export, and the exports themselves."""
