"""No test sees the knowledge that a site has chosen."""

from __future__ import annotations

import os
import tempfile

os.environ["TUMORBOARD_HOME"] = tempfile.mkdtemp(prefix="tumorboard-tests-")
