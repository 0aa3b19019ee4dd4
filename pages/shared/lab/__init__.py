"""The vanishing-gradients lab: settings, what is measured (study), its charts, tables and screen."""
