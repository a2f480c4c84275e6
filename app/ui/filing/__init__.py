"""The parts of the returns page: formats and filed returns, the check list, the work behind."""
