"""The wire: what the browser is sent, as bytes. It knows NumPy and the core, no Streamlit and no Plotly.

    names      what of a run can be looked at, as tapes, links and the browser call it
    bytes      a header in JSON and arrays behind it; numbers that come from the browser
    header     the typed contract: a run's header and what every tape brings anew; with it asked (what the
               browser says), scene_header and lab_header
    once       a header that is sent once, and later named by its key
    tape       frames of a run (reach: training towards one; pictures: what its data allow; parts: matrices
               and pictures in few bytes)
    answer     a request and the tape that answers it (extras: questions about one step; cells: those about
               one number of it)
    scene      the arrays of one training step
    health     when a run is said to be well

docs/wire.md describes the bytes so that a reader can be written from it.
"""
