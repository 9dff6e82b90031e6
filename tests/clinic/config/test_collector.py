"""What a server's process asks of the garbage collector."""

import gc
import subprocess
import sys

from clinic.config.collector import YOUNGEST, spare_what_stays


def test_what_is_loaded_is_spared_and_the_young_are_looked_through_seldom():
    before, frozen = gc.get_threshold(), gc.get_freeze_count()
    try:
        spare_what_stays()
        assert gc.get_freeze_count() > frozen
        assert gc.get_threshold() == (YOUNGEST, *before[1:])
        assert gc.isenabled()
    finally:
        gc.unfreeze()
        gc.set_threshold(*before)


def test_servers_do_so_with_all_pages_loaded():
    asked = (
        "import sys; import clinic.config.wsgi; import gc; "
        "assert gc.get_freeze_count() > 100_000; "
        "assert 'clinic.web.views.caseload' in sys.modules"
    )
    done = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
