"""Settings, addresses and entry points: the only package that may import every other one."""
