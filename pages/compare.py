"""Compare: runs that were pinned, side by side under one clock."""

import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import streamlit as st

from pages.shared import frame, language
from pages.shared.compare import differences, pins, sidebar

with frame.page("compare"):
    sidebar.show()
    language.switch(lambda: None)
    found = differences.of(pins.now().shown)
    st.write(found)
