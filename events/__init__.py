"""Conflict events: coded with their evidence, reviewed, published, explored."""
