"""What changes claims: each function locks, asks the policy, changes and records the event."""
