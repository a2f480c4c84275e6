"""Lists that are no tasks: single objects (一企一档) and problems, from a sheet to their drafts."""
