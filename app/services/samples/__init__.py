"""The sample ledger and the tour through the main job."""
