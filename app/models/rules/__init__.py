"""Pure functions on plain values: what wordings mean, how pace is judged, what scores come to."""
