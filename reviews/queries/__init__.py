"""What pages and the API read about claims, filtered by the policy."""
