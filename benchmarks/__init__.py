"""What the figures about speed and memory come from. Run from the repository's root, in .venv-bench."""
