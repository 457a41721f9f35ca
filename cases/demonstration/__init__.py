"""The demonstration: invented people and two years of invented history, made by the services."""
