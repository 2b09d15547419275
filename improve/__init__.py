"""Tools for improvers: charts, data and interaction that a learner can read, run and take home.

Nothing is imported here, so that ``import improve`` costs nothing. Ask for the part that you need::

    from improve import charts, data, interact
"""
