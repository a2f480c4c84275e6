"""What hangs over a form's sheet, drawn as strokes and words: shapes, charts, controls."""
