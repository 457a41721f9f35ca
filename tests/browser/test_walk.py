"""The whole life of an account, walked by everyone it takes, in a browser (2, "What it must show")."""
