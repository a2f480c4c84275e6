"""Paper on the screen: pages of a return shown, zoomed and printed."""
