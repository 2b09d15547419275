"""What to say about patient data, wherever a project is filled in, saved or shared."""

IN_SHORT = (
    "No patient data: no names, no numbers, no dates of birth, no details by which somebody could be known."
)

IN_FULL = (
    "This file is about a process, not about patients. Keep it that way: roles instead of names, counts instead of rows.",
    "Leave out names, NHS and hospital numbers, dates of birth, postcodes, photographs, and stories so unusual that a "
    "neighbour would know who is meant. That holds for colleagues too.",
    "Counts of fewer than five people can point at somebody in a small place. Ask your information governance team "
    "before you share them, and share a longer period or a wider area instead where you can.",
    "Nothing leaves this computer until you send it. Once you have sent the file, you cannot call it back.",
    "Practise on Harrowmere if you are in doubt: everything there is invented.",
)

INVENTED = "Practice on invented data. No real person, place or result is shown."
