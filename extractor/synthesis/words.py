"""Words for the titles and prose of generated pages.

They belong to no page family: its own words are in its grammar. In each list the plainest words
come first, since failing pages shrink to these.
"""

from __future__ import annotations

#: last words of titles, which cover every kind of plural
HEADS = (
    "Keeper", "Maker", "Runner", "Pilot", "Helper", "Foreman", "Salesperson", "Secretary",
    "Coach", "Waitress", "Clerk", "Planner", "Technician", "Dispatcher", "Supervisor", "Analyst",
    "Deputy", "Nurse", "Writer", "Glassmaker", "Lineman", "Examiner", "Trainer", "Staff",
)  # fmt: skip
#: words before these
MODIFIERS = (
    "Lead", "Night", "Garden", "Senior", "Harbor", "Field Service", "Assistant", "Glass", "Fuel",
    "Second Shift", "Parts", "E-Commerce", "Toy", "Ocean Freight", "Licensed", "Utility", "Youth",
    "Inside", "Honors", "Orchard", "Wide Format", "Loss Prevention", "Certified",
)  # fmt: skip
#: titles that are hard to find, to split or to inflect
UGLY_TITLES = (
    "CDL Runner", "3D Maker", "R&D Planner", "Host/Waitress", "Keeper, Helper",
    "Pilot, Clerk, And Coach", "Children's Coach", "Head Of Music", "Maker De Cuisine",
    "Licensed Nurse Med/Surg", "IT Clerk", "Coach's Assistant, Night", "2nd Pilot", "Café Keeper",
    "Co-Pilot", "UX/UI Writer", "Clerk II", "Deputy Head Of R&D", "Maker/Runner/Helper",
    "Senior Night Shift Fuel And Parts Planner",
)  # fmt: skip

#: activities for paragraphs: singular and plural
DEEDS = (
    ("keeps records", "keep records"),
    ("plans the day with the team", "plan the day with the team"),
    ("checks the work of others", "check the work of others"),
    ("writes reports for the office", "write reports for the office"),
    ("answers questions on the phone", "answer questions on the phone"),
    ("orders new parts when stock is low", "order new parts when stock is low"),
    ("looks after tools and machines", "look after tools and machines"),
    ("trains those who are new", "train those who are new"),
    ("meets clients, vendors and neighbors", "meet clients, vendors and neighbors"),
)
AFTERWORDS = (
    "Most of them work in small teams.",
    "The hours can be long, and some shifts fall on weekends.",
    "It helps to be calm, friendly and quick with numbers.",
    "Much of the work is done outdoors - in any weather.",
    "They may be asked to travel for a week or two at a time.",
    "Some firms ask for a license; others train on the job.",
)
