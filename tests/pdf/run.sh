#!/usr/bin/env bash
# What other programs say of our handouts: poppler, qpdf, MuPDF and two PDF/UA checkers read
# every guide of content/ and of tests/pdf/site/ in every language and layout.
#   tests/pdf/run.sh [STEPBOOK] [unittest's arguments]
# STEPBOOK is the program to test (default: target/release/stepbook, else target/debug/stepbook).
# Needs Debian's poppler-utils, qpdf and python3-venv; what is on PyPI goes into a virtual
# environment, target/pdf-venv (or $STEPBOOK_PDF_VENV).
set -euo pipefail
cd "$(dirname "$0")/../.."

say() { printf '\n== %s\n' "$*"; }
fail() { echo "$*" >&2; exit 1; }

program() {
  local candidate
  for candidate in target/release/stepbook target/debug/stepbook; do
    [ -x "$candidate" ] && { echo "$candidate"; return; }
  done
  fail "no program to test: run 'cargo build', or name one: tests/pdf/run.sh PATH-TO-stepbook"
}

for tool in pdfinfo pdftotext qpdf python3; do
  command -v "$tool" >/dev/null || fail "$tool is missing: apt-get install poppler-utils qpdf python3-venv"
done

stepbook=${1:-$(program)}
[ $# -gt 0 ] && shift
[ -x "$stepbook" ] || fail "$stepbook is no program: build it, or name another"
venv=${STEPBOOK_PDF_VENV:-target/pdf-venv}

# A stamp says which requirements are in, so that a half-made environment is made anew.
if ! cmp -s tests/pdf/requirements.txt "$venv/requirements.txt"; then
  say "installing what tests/pdf/requirements.txt names"
  python3 -m venv --clear "$venv"
  "$venv/bin/pip" install --quiet --disable-pip-version-check -r tests/pdf/requirements.txt
  cp tests/pdf/requirements.txt "$venv/requirements.txt"
fi

say "handouts, read by other programs"
export PYTHONDONTWRITEBYTECODE=1 STEPBOOK
STEPBOOK=$(realpath "$stepbook")
if [ $# -eq 0 ]; then "$venv/bin/python" tests/pdf/test_systems.py; fi
"$venv/bin/python" tests/pdf/test_handouts.py "$@"
