"""The safe, fast grader: students' answers run in a jail, tests run outside it, nbgrader keeps the marks."""
