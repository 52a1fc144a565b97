"""Alembic's room: owns every table."""
