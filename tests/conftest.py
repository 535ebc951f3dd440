"""What every test shares: a cache folder of its own, and repeatable random examples."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, settings

ROOT = Path(__file__).resolve().parents[1]

# `from tests.worlds import …` also where pytest is started by its own name and adds no folder.
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))

_SLOW = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.function_scoped_fixture]
_PHASES = [Phase.explicit, Phase.generate, Phase.shrink]
# The default is the same examples on every run; `--hypothesis-profile=explore` looks for new ones.
settings.register_profile(
    "steady",
    max_examples=60,
    deadline=None,
    derandomize=True,
    database=None,
    phases=_PHASES,
    suppress_health_check=_SLOW,
)
settings.register_profile(
    "explore",
    max_examples=1500,
    deadline=None,
    database=None,
    phases=_PHASES,
    suppress_health_check=_SLOW,
)
settings.load_profile("steady")


@pytest.fixture(scope="session", autouse=True)
def own_cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Compiled inputs go to a folder of this run, never to the user's."""
    folder = tmp_path_factory.mktemp("cache")
    os.environ["ADVISOR_CACHE_DIR"] = str(folder)
    return folder
