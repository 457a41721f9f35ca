"""An app with one migration that needs the guards off, to fail in it and to be killed in it."""
