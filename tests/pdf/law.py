"""What all laws of handouts share: the handouts, and how a law names the faults of each."""

import atexit
import functools
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest

import pymupdf

from reading import LAYOUTS, Handout, Site

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
STEPBOOK = os.environ.get("STEPBOOK", "")
BIN = pathlib.Path(sys.executable).parent
WORK = pathlib.Path(tempfile.mkdtemp(prefix="stepbook-pdf-"))
atexit.register(shutil.rmtree, WORK, ignore_errors=True)
SITES = [Site.read(ROOT), Site.read(HERE / "site")]


def run(*command, **options):
    return subprocess.run([str(part) for part in command], capture_output=True, text=True, **options)


def make(site, out, *flags, **options):
    """Makes every handout of a site; returns the messages of the runs that failed."""
    said = []
    for layout in LAYOUTS:
        done = run(STEPBOOK, "pdf", "--quiet", "--root", site.root, "--out", out, "--layout", layout, *flags, **options)
        if done.returncode or done.stderr.strip():
            said.append(f"{site.root.name}, {layout}: exit code {done.returncode}\n{done.stderr}")
    return said


SAID, HANDOUTS, MISSING = [], [], []


@functools.cache
def make_all():
    """Makes every handout of both sites, once for all laws."""
    pymupdf.TOOLS.mupdf_display_errors(False)
    for site in SITES:
        SAID.extend(make(site, WORK / site.root.name))
        for guide in site.guides:
            for lang in site.languages:
                for layout in LAYOUTS:
                    handout = Handout(site, guide, lang, layout, WORK / site.root.name)
                    (HANDOUTS if handout.path.exists() else MISSING).append(handout)


class Law(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        if not STEPBOOK:
            raise unittest.SkipTest("run this by tests/pdf/run.sh")
        make_all()

    def each(self, faults_of, handouts=None):
        """Fails with a list of the faults of all handouts."""
        found = [f"{handout}: {fault}" for handout in (HANDOUTS if handouts is None else handouts) for fault in faults_of(handout)]
        self.assertTrue(HANDOUTS, "no handout was made")
        if found:
            self.fail(f"{len(found)} faults\n" + "\n".join(found))
