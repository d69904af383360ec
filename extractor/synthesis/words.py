"""Words that generated pages are made of, by what they are for: titles, cells, places, prose.

They belong to no page family: what a family calls its fields and groups stands in its grammar. In
each list the plainest words come first, since that is what a failing page shrinks to.
"""

from __future__ import annotations

#: what a title ends with; together they bend to every kind of plural
HEADS = (
    "Keeper", "Maker", "Runner", "Pilot", "Helper", "Foreman", "Salesperson", "Secretary",
    "Coach", "Waitress", "Clerk", "Planner", "Technician", "Dispatcher", "Supervisor", "Analyst",
    "Deputy", "Nurse", "Writer", "Glassmaker", "Lineman", "Examiner", "Trainer", "Staff",
)  # fmt: skip
#: what may stand before it
MODIFIERS = (
    "Lead", "Night", "Garden", "Senior", "Harbor", "Field Service", "Assistant", "Glass", "Fuel",
    "Second Shift", "Parts", "E-Commerce", "Toy", "Ocean Freight", "Licensed", "Utility", "Youth",
    "Inside", "Honors", "Orchard", "Wide Format", "Loss Prevention", "Certified",
)  # fmt: skip
#: titles that are hard to find again, to cut apart or to bend
UGLY_TITLES = (
    "CDL Runner", "3D Maker", "R&D Planner", "Host/Waitress", "Keeper, Helper",
    "Pilot, Clerk, And Coach", "Children's Coach", "Head Of Music", "Maker De Cuisine",
    "Licensed Nurse Med/Surg", "IT Clerk", "Coach's Assistant, Night", "2nd Pilot", "Café Keeper",
    "Co-Pilot", "UX/UI Writer", "Clerk II", "Deputy Head Of R&D", "Maker/Runner/Helper",
    "Senior Night Shift Fuel And Parts Planner",
)  # fmt: skip

#: names of firms, schools and trades, and what else stands in a short text
TEXTS = (
    "Acme", "Technology", "Business", "Health Care", "General Studies", "Micron Works",
    "Energy", "Harbor Freight Services", "Education", "Manufacturing", "Hospitality", "Nursing",
    "Northern State University", "Pacific Power And Light", "Finance", "Riverside Schools",
    "Criminal Justice", "Amalgamated Paper Industries", "Retail", "Media", "Lakeside College",
    "Real Estate", "Union Rail", "Fine Arts", "Pharmaceutical", "New Hope Community Church",
)  # fmt: skip
#: short texts that are hard to cut out of a row or to keep whole
UGLY_TEXTS = (
    "University of Maine - Orono", "Johnson & Sons", "UofL Works", "École Nationale", "3M",
    "O'Neill Freight", "eBooks Direct", "Careers Unlimited - A Genesis Company", "A.B. Smith Inc.",
    "IBM", "Hospitality, Food And Drink", "McAllister Bros", "AT&T", "YMCA of the Rockies",
    "St. Mary's College", "Toys \"R\" Them", "Ernst & Young (US)", "7-Twelve", "Yahoo!",
    "HealthSouth", "Non-Profit Community Services", "Marks and Spencer", "Nestlé", "Café 21",
)  # fmt: skip
#: those that do not begin small
UGLY_CAPITALS = tuple(text for text in UGLY_TEXTS if not text[0].islower())
SHARE_LABELS = (
    "Bachelor's Degree", "High School Diploma", "Associate Degree", "Master's Degree",
    "Certificate", "Some College", "No Degree", "Doctorate", "Diploma",
)  # fmt: skip
PLACES = (
    ("Tacoma", "WA"), ("Mahwah", "NJ"), ("Washington", "DC"), ("New York", "NY"),
    ("San Jose", "CA"), ("St. Louis", "MO"), ("Coeur d'Alene", "ID"), ("Winston-Salem", "NC"),
    ("Cañon City", "CO"), ("Fort Worth", "TX"), ("Lake Havasu City", "AZ"), ("McAllen", "TX"),
    ("Boston", "MA"), ("Stamford", "CT"), ("Salinas", "CA"), ("Juneau", "AK"),
)  # fmt: skip

#: items of a list within a sentence
PHRASES = (
    "data entry", "phone calls", "customer service", "reports", "patience", "scheduling",
    "vital signs", "purchase orders", "spreadsheets", "hand tools", "safety", "quality checks",
    "first aid", "stock control", "public speaking", "budgets", "Spanish", "driving",
)  # fmt: skip
UGLY_PHRASES = (
    "C #", "PL/SQL", "C++", "K-12", "R", "R&D", "e-mail", "2D drawing", "Node.js", "non-profit",
    "ISO 9001", "Children's books", "ADA", "on-the-job training",
)  # fmt: skip

#: what someone does, as a paragraph tells it: singular and plural
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
#: items of a list that has a line for each
DUTIES = (
    "Train new hires.",
    "Keep accurate logs of every shift, in line with company policy.",
    "Order parts, tools and paper.",
    "Report R&D numbers to the head of each team and to other staff.",
    "Lead safety drills - twice a year.",
    "Use C # and PL/SQL to keep the books of 3 warehouses.",
    "Plan routes with dispatch, vendors and clients so that every order gets there on time.",
    "Clean and close the shop at the end of the day.",
    "Help with the Children's Day, the spring fair and other events.",
    "Answer up to 40 calls a day and write down what was said.",
)
