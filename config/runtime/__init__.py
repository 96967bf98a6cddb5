"""What runs underneath the site: embedded services, child processes, and the tools found on the machine.

Nothing here imports Django, so the supervisor that watches the site stays small and starts at once.
"""
