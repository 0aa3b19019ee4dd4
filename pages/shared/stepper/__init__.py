"""Step through: its words in a link (address), what its browser is told (header), and its screen."""
