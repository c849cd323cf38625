"""The translation stage: Chinese documents in, checked English segments out.

This package knows nothing of summits, briefs or PDFs; see ``briefings`` for those.
"""

from importlib.metadata import PackageNotFoundError, version

try:
    __version__ = version("summit-briefings")
except PackageNotFoundError:  # a checkout that was never installed
    __version__ = "0.0.0"
