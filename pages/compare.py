"""Compare: pinned runs side by side under one clock, and a table of all that was tried."""

import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

from pages.shared import frame
from pages.shared.compare import page

with frame.page("compare"):
    page.show()
