"""The parts of our pages that a link can hide, by the names that it has for them, which never change."""

PARTS = {
    "sidebar": "[data-testid=stExpandSidebarButton]",  # the rest: sizes.css
    "transport": ".bp-transport, .st-transport",
    "choices": ".bp-choices",
    "stack": ".bp-stack",
    "weights": "[data-panel=weights]",
    "profile": "[data-panel=profile]",
    "loss": "[data-panel=loss]",
    "caption": ".bp-caption",
    "heading": ".lab-head, .st-key-data_heading",
    "legend": ".lab-legend",
    "staircase": "[data-panel=staircase]",
    "aside": "[data-panel=aside]",
    "below": ".lab-below",
    "left": "[data-panel=left]",
    "right": "[data-panel=right]",
    "tables": "[class*=st-key-lab_tables]",
    "ribbon": ".st-ribbon",
    "drawing": ".st-drawing",
    "about": ".st-about",
    "formula": ".st-formula",
    "why": ".st-why",
    "code": ".st-more",
    "hint": ".st-hint",
    "file": "[class*=st-key-data_own], .st-key-data_file",
}
"""Name -> what it is on the page, as a style sheet has it."""
