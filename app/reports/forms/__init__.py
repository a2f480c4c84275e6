"""A district's own form as a file: rows put in, values written, results renewed, all else kept."""
