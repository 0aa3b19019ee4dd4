"""The vanishing-gradients lab: settings, what is measured (study), its charts, and the screen in the browser."""
