"""What every test has: Hypothesis without a clock, and a way to accept golden files."""

from __future__ import annotations

import pytest
from hypothesis import settings

settings.register_profile("project", deadline=None, max_examples=100, print_blob=True)
settings.load_profile("project")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--accept-golden",
        action="store_true",
        help="write golden files anew instead of comparing; read the difference before you commit it",
    )


@pytest.fixture
def accept_golden(request: pytest.FixtureRequest) -> bool:
    """Whether golden files are to be written instead of compared."""
    return bool(request.config.getoption("--accept-golden"))
