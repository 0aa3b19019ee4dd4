"""Glossary: every name and symbol of the pages, with its formula and a way to see it at work."""

import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

from pages.shared import address, frame, session, sidebar
from pages.shared.glossary import page

with frame.page("glossary"):
    experiment, steps = sidebar.sidebar()
    session.run_of(experiment, steps)
    address.show()
    page.show(experiment)
