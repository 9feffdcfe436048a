#!/bin/sh
# Builds the release twice, from clean copies of the checkout in two folders and with nothing that was
# compiled before, and compares what is delivered. `make reproduce` calls it, with the compiler flags of
# a release in the environment.
set -eu
cd "$(dirname "$0")/.."

PATH=${CARGO_HOME:-$HOME/.cargo}/bin:$PATH
TRUNK_SKIP_VERSION_CHECK=true
export PATH TRUNK_SKIP_VERSION_CHECK
# trunk reads NO_COLOR=1 as a broken option. Each copy compiles into a folder of its own.
unset NO_COLOR CARGO_TARGET_DIR NEWS_WIDGET_ROOT

say() { printf 'reproduce: %s\n' "$*"; }
fail() {
    say "$*" >&2
    exit 1
}

top=$PWD
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 1' HUP INT TERM

sum() {
    if command -v sha384sum >/dev/null; then sha384sum "$@"; else shasum -a 384 "$@"; fi
}

# build FOLDER SUMS: all but what git ignores; npm's packages are tools, as the compiler is.
build() {
    began=$(date +%s)
    mkdir -p "$1"
    git ls-files -z --cached --others --exclude-standard | tar --null -T - -cf - | tar -xf - -C "$1"
    [ -e "$1/node_modules" ] || ln -s "$top/node_modules" "$1/node_modules"
    (cd "$1" && nice trunk build --release --offline --dist "$1/dist") >"$work/log" 2>&1 || {
        cat "$work/log" >&2
        fail "the build in $1 failed, see above"
    }
    (cd "$1/dist/news-widget" && find . -type f | sort | while read -r file; do sum "$file"; done) >"$2"
    [ -s "$2" ] || fail "expected files in $1/dist/news-widget, but found none"
    # Both do not stand there at once.
    rm -rf "$1"
    say "built in $(($(date +%s) - began)) s"
}

say 'building twice, some minutes each …'
# Folders of other names and lengths: a path that gets into a file changes it.
build "$work/one" "$work/first"
build "$work/another/checkout" "$work/second"

cat "$work/first"
differing=$(sort "$work/first" "$work/second" | uniq -u | awk '{ print $2 }' | sort -u)
[ -z "$differing" ] || {
    say 'of the second build:' >&2
    cat "$work/second" >&2
    fail "expected the same bytes of both builds, but these files differ:" $differing
}
say 'both builds are the same'
