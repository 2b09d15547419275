"""The checks of this module's notebooks: a skeleton with one, to be rewritten. Seal answers with `improve.interact.seal`."""

from improve.interact import choice

GUESS = "jrjpxWL0GsTr5HPt.NuHEDyzJJGmxrRPDO7xPFR8P"
WARNING = "bzzGqUnoGy-YX8NZ.HLCQr3pXdITwgbm69BxVDKU4"
SUMMARY = "Xyq923kvPXdxHQNO.pEbiW3g-sb8w0QDwGn8qqJeW"

checks = [
    choice(
        "apply/first-step",
        question="What comes before each reveal?",
        options={"a": "A warning", "b": "A guess", "c": "A summary"},
        answer=GUESS,
        wrong={
            WARNING: "A warning makes people careful. It teaches them nothing about the thing itself.",
            SUMMARY: "A summary gives the answer away before anybody has wondered about it.",
        },
        hint="Think of what makes an answer surprising.",
    ),
]
