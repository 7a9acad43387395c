#!/usr/bin/env bash
# Everything that must hold: format, lints, docs, unit, fixture and law tests, browser tests.
# Installs what scripts and browser tests need (Debian packages and npm packages) where it is missing.
#   tests/run.sh          all of it
#   tests/run.sh rust     without Node.js, without a browser and without PDF readers
set -euo pipefail
cd "$(dirname "$0")/.."
# The program that cargo builds, wherever its user lets it build.
program=$(realpath -m "${CARGO_TARGET_DIR:-target}")/debug/stepbook

say() { printf '\n== %s\n' "$*"; }

# Installs Debian packages for the programs that are missing.
need() {
  local missing=()
  command -v chromium >/dev/null || missing+=(chromium)
  command -v pdftotext >/dev/null || missing+=(poppler-utils)
  command -v qpdf >/dev/null || missing+=(qpdf)
  python3 -c 'import ensurepip, venv' 2>/dev/null || missing+=(python3-venv)
  [[ $(fc-list 2>/dev/null) == *'Noto Sans CJK'* ]] || missing+=(fonts-noto-cjk)
  [ ${#missing[@]} -eq 0 ] && return
  say "installing ${missing[*]}"
  local sudo=""
  [ "$(id -u)" = 0 ] || sudo=sudo
  $sudo apt-get update -qq
  $sudo env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
}

# One test lets the system refuse threads.
need_strace() {
  [ "$(uname)" = Linux ] || return 0
  command -v strace >/dev/null && return
  say "installing strace"
  local sudo=""
  [ "$(id -u)" = 0 ] || sudo=sudo
  $sudo apt-get update -qq
  $sudo env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends strace >/dev/null
}

rust() {
  need_strace
  say "format";  cargo fmt --check
  say "lints";   cargo clippy --locked --all-targets --quiet -- -D warnings
  cargo clippy --locked --all-targets --no-default-features --quiet -- -D warnings
  say "docs";    RUSTDOCFLAGS="-D warnings" cargo doc --locked --no-deps --document-private-items --quiet
  say "tests";   cargo test --locked --quiet
}

packages() {
  say "npm packages"
  command -v node >/dev/null || { echo "tests need Node.js 20 or later" >&2; exit 1; }
  (cd tests && npm ci --no-audit --no-fund --silent)
}

scripts() {
  say "scripts and style sheets: format, lints"
  (cd tests && npm run --silent lint)
  say "the page's scripts"
  node --test tests/search/*.test.mjs
}

browser() {
  need
  say "the marks of the drawn screenshots, measured in a browser"
  (cd tests && npm run --silent screens:check)
  say "browser tests"
  STEPBOOK="$program" node --test --test-concurrency=1 tests/browser/*.test.mjs
}

handouts() {
  need
  say "handouts, read by other programs"
  bash tests/pdf/run.sh "$program"
}

rust
if [ "${1:-all}" != rust ]; then
  packages
  scripts
  browser
  handouts
fi
say "all passed"
