"""What all components share in the browser, and what makes one script of a component's modules."""
