"""The application: plans, their measures, their evaluations."""
