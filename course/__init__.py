"""The production line: from module folders to the site, the packs and the grading course."""
