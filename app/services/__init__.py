"""One function for each verb of the clerk, one transaction each."""
