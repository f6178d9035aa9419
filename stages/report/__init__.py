"""The parts of the report: text, charts, and sections."""
