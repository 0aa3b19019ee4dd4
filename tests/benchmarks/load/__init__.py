"""What a class does to the server: visitors without a browser, many at once, on this machine alone.

They speak Streamlit's protocol, ask as the browser's components do, and draw nothing: session.py is any
visitor, player.py, lab.py and stepper.py are those of a page. `python -m tests.benchmarks load --help`.
"""
