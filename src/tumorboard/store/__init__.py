"""The registry: cases, assessments, decisions and outcomes, appended and chained; SQLite or PostgreSQL."""
