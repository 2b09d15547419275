"""Grades submissions that mean harm, or are unlucky, each between two honest students, and looks at the harm done."""
