"""What every page calls first: page config, looks, navigation."""

from __future__ import annotations

import streamlit as st

import pages.shared.lab.settings
import pages.shared.stepper.address  # noqa: F401  both register their words: a link is read where it is opened
from mlp_core import ExperimentError
from pages.shared import controls, link, session
from pages.shared.link import Opened
from pages.shared.text import text

_PAGES = {
    "train": "app.py",
    "step_through": "pages/step_through.py",
    "vanishing_gradients": "pages/vanishing_gradients.py",
    "data": "pages/data.py",
}

# Streamlit's own header and paddings, slimmed so that a page begins at the top and fits one screen.
_STYLE = """
<style>
[data-testid="stHeader"] { background: transparent; height: 2.2rem; min-height: 0; pointer-events: none; }
[data-testid="stHeader"] * { pointer-events: none !important; }
[data-testid="stHeader"] :is(button, a, button *, a *) { pointer-events: auto !important; }
.stApp:has([data-testid="stExpandSidebarButton"]) [data-testid="stMainBlockContainer"] { padding-left: 3rem; }
[data-testid="stMainBlockContainer"] { padding: 0.6rem 1rem 0.4rem 1rem; max-width: none; }
[data-testid="stMainBlockContainer"] > [data-testid="stVerticalBlock"] { gap: 0.4rem; }
[data-testid="stSidebar"][data-collapsed="false"] { width: 232px !important; min-width: 232px; }
[data-testid="stSidebarHeader"] { height: 2rem; min-height: 0; margin: 0; padding: 0 0.5rem;
    position: absolute; right: 0; z-index: 1; }
[data-testid="stSidebarContent"] { padding: 0 1rem; }
[data-testid="stSidebarUserContent"] { padding: 0.6rem 0; }
[data-testid="stSidebar"] [data-testid="stHeading"] [data-testid="stMarkdownContainer"] { margin: 0; }
[data-testid="stSidebarUserContent"] [data-testid="stVerticalBlock"] { gap: 0.42rem; }
[data-testid="stSidebar"] h1 { font-size: 17px; padding: 0.1rem 0 0.35rem; letter-spacing: 0; }
[data-testid="stSidebar"] hr { margin: 0.35rem 0; }
[data-testid="stSidebar"] [data-testid="stWidgetLabel"] { min-height: 0; margin-bottom: 0.1rem; }
[data-testid="stSidebar"] [data-testid="stPageLink-NavLink"] { padding: 0.15rem 0.5rem; }
[data-testid="stSidebar"] [data-testid="stExpanderDetails"] { padding: 0.5rem; }
[data-testid="stSidebar"] :is([data-tag], [data-tag] > span) { max-width: 100%; font-size: 13px; }
:has(> [data-testid="stTooltipContent"]),
:is([data-testid="stTooltipContent"], [data-testid="stTooltipContent"] *) { pointer-events: none !important; }
.st-key-notice:has(p) { flex-wrap: nowrap; height: 30px; padding: 0 0.6rem; margin-right: 40px;
    border-radius: 6px; overflow: hidden;
    background: var(--st-yellow-background-color, rgba(255, 200, 0, 0.15)); }
.st-key-notice p { white-space: nowrap; overflow: hidden; text-overflow: ellipsis; }
.st-key-notice button { min-height: 0; padding: 0 0.3rem; }
.stApp:has(.st-key-notice p) .bp { height: calc(100dvh - 56px); min-height: 590px; }
</style>
"""


def page(name: str) -> None:
    """Set the page up. Every page stands alone, so each calls this before anything else.

    Args:
        name: the page's key: "train", "data", ...
    """
    st.set_page_config(
        page_title=f"{text(f'page.{name}')} · {text('app.title')}",
        layout="wide",
        initial_sidebar_state="expanded",
    )
    st.html(_STYLE)
    controls.begin(name)
    try:
        experiment, steps = controls.settings()
    except ExperimentError:  # the sidebar says so
        plan, query = None, dict[str, str]()
    else:
        plan = session.plan_of(experiment)
        query = link.settings(plan, steps)
    with st.sidebar:
        st.title(text("app.title"), anchor=False)
        for key, path in _PAGES.items():
            # The settings go along, so that a reload finds them on every page.
            st.page_link(path, label=text(f"page.{key}"), query_params=query)
        st.divider()
    # Always there, so that what comes below keeps its place in Streamlit's tree and is not mounted anew.
    with st.container(key="notice", horizontal=True, vertical_alignment="center"):
        if plan and (found := session.unread(plan)):
            _say_what_was_ignored(found)


def _say_what_was_ignored(found: Opened) -> None:
    """One line above the page, until it is closed or a setting changes. Prints nothing of the link itself."""
    names = [text(f"link.{key}") for key in found.ignored]
    if found.unknown:
        names.append(text("link.unknown_1") if found.unknown == 1 else text("link.unknown", n=found.unknown))
    st.markdown(text("link.ignored", names=", ".join(names)))
    st.button(text("link.dismiss"), icon=":material/close:", type="tertiary", on_click=session.read_it)
