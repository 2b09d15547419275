"""Makes what a workshop's team takes into the room, from a module's ``workshop.md`` and nothing else."""
