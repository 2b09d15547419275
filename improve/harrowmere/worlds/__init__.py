"""The fourteen worlds of Harrowmere, one short module each.

Each module has a function of its own name for learners, `table` for `load` and `planted` for `truth`.
"""
