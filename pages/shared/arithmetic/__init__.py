"""An operation with its numbers, as Step through and the cards of Train write it: the browser's alone."""
