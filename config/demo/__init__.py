"""The demonstration project: its material, and how it is worked into an empty site through the services of the apps."""
