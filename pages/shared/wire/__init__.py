"""The wire: what the browser is sent, as bytes. It knows NumPy and the core, no Streamlit and no Plotly.

    bytes      a header in JSON and arrays behind it; numbers that come from the browser
    names      what of a run can be looked at, as tapes, links and the browser call it
    header     the typed contract: every header, request, action and moment
    run        a header that is sent once, and later only by its key
    tape       frames of a run (reach: training towards one; pictures: what its data allow)
    request    what the browser asks of a run, and the tape that answers it (extras: questions about a step)
    scene      the arrays of one training step

docs/wire.md describes the bytes so that a reader can be written from it.
"""
