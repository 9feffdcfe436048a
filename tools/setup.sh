#!/bin/sh
# Installs what the project needs. `make` calls it; by hand:
#
#   sh tools/setup.sh target trunk bindgen node_modules hosts browsers nginx deny
#
# Every step is safe to repeat and does nothing when nothing is missing.
set -eu
cd "$(dirname "$0")/.."

CARGO_HOME=${CARGO_HOME:-$HOME/.cargo}
PATH=$CARGO_HOME/bin:$PATH
export CARGO_HOME PATH
# trunk reads NO_COLOR=1 as a broken option.
unset NO_COLOR

TRUNK_VERSION=0.21.14
GECKODRIVER_VERSION=0.37.1
DENY_VERSION=0.20.2
NODE_MAJOR=18

say() { printf 'setup: %s\n' "$*"; }
fail() {
    printf 'setup: %s\n' "$*" >&2
    exit 1
}
have() { command -v "$1" >/dev/null 2>&1; }
need_cargo() {
    have cargo || fail 'Rust is missing: install it with rustup, see https://rustup.rs'
}

# A prebuilt program if cargo-binstall is there, otherwise compiled.
# install_program CRATE VERSION OPT_LEVEL MINUTES
install_program() {
    need_cargo
    began=$(date +%s)
    if have cargo-binstall; then
        say "fetching $1 $2 with cargo binstall, about a minute …"
        if cargo binstall --no-confirm "$1@$2"; then
            say "$1 $2 is installed, $(($(date +%s) - began)) s"
            return
        fi
        say 'cargo binstall did not succeed, so it is compiled'
    fi
    say "compiling $1 $2, $4 minutes, only this once …"
    # Built for a short build: these programs run for seconds.
    CARGO_PROFILE_RELEASE_OPT_LEVEL=$3 \
    CARGO_PROFILE_RELEASE_LTO=off \
    CARGO_PROFILE_RELEASE_CODEGEN_UNITS=16 \
        cargo install --locked --force --version "$2" "$1" ||
        fail "$1 $2 could not be installed; the reason is in the lines above"
    say "$1 $2 is installed, $(($(date +%s) - began)) s"
}

# The compiler's parts for WebAssembly.
step_target() {
    need_cargo
    libdir=$(rustc --print target-libdir --target wasm32-unknown-unknown)
    [ -d "$libdir" ] && return
    have rustup || fail 'the Rust target wasm32-unknown-unknown is missing: install it with your Rust, or use the one from https://rustup.rs'
    say 'adding the Rust target wasm32-unknown-unknown, under a minute …'
    rustup target add wasm32-unknown-unknown
}

# trunk builds and serves the page. Any version from 0.21 on will do.
step_trunk() {
    if have trunk; then
        found=$(trunk --version | awk '{ print $2 }')
        case $found in
            0.[0-9].* | 0.1[0-9].* | 0.20.* | '') say "trunk ${found:-of unknown version} is too old and is replaced" ;;
            *) return ;;
        esac
    fi
    install_program trunk "$TRUNK_VERSION" 0 "2 to 5"
}

# wasm-bindgen's programs must be of the very version the crate was built with.
step_bindgen() {
    need_cargo
    [ -f Cargo.lock ] || cargo generate-lockfile
    wanted=$(awk '$1 == "name" { name = $3 } $1 == "version" && name == "\"wasm-bindgen\"" { gsub(/"/, "", $3); print $3; exit }' Cargo.lock)
    [ -n "$wanted" ] || fail 'expected the package wasm-bindgen in Cargo.lock, but it is not there'
    for program in wasm-bindgen wasm-bindgen-test-runner; do
        found=
        if have "$program"; then found=$("$program" --version | awk '{ print $2 }'); fi
        [ "$found" = "$wanted" ] && continue
        [ -z "$found" ] || say "$program $found is replaced, Cargo.lock asks for $wanted"
        install_program wasm-bindgen-cli "$wanted" 1 "1 to 3"
        return
    done
}

# npm_packages FOLDER NODE_MAJOR: what its lock file names.
npm_packages() {
    have node || fail "Node.js is missing: install version $2 or newer, see https://nodejs.org"
    have npm || fail 'npm is missing: install it with Node.js, see https://nodejs.org'
    found=$(node --version)
    major=${found#v}
    [ "${major%%.*}" -ge "$2" ] || fail "Node.js $found is too old: install version $2 or newer"
    # npm writes this file at the end of an installation.
    stamp=$1/node_modules/.package-lock.json
    if [ -f "$stamp" ] && [ -z "$(find "$1/package-lock.json" "$1/package.json" -newer "$stamp")" ]; then return; fi
    say 'installing the npm packages, under a minute …'
    (cd "$1" && npm ci --no-audit --no-fund) || fail 'npm ci failed; the reason is in the lines above'
    touch "$stamp"
}

# The bundler, wasm-opt and the browser driver of the benchmark.
step_node_modules() { npm_packages . "$NODE_MAJOR"; }

# The frameworks whose pages the tests put the widget on; Vite 8 wants the newer Node.js.
step_hosts() { npm_packages tests/host 20; }

# The browsers the tests run in. WebKitGTK is Linux's alone, and draws on a screen only.
step_browsers() {
    missing=
    needs() { missing=${missing:+$missing, }$1; }
    { have chromium || have chromium-browser || have google-chrome || have google-chrome-stable ||
        [ -d '/Applications/Google Chrome.app' ] || [ -d '/Applications/Chromium.app' ]; } || needs Chromium
    { [ -n "${CHROMEDRIVER:-}" ] || have chromedriver; } || needs chromedriver
    { have firefox || have firefox-esr || [ -d '/Applications/Firefox.app' ]; } || needs Firefox
    if [ "$(uname)" = Linux ]; then
        { [ -n "${WEBKITWEBDRIVER:-}" ] || have WebKitWebDriver; } || needs WebKitWebDriver
        # A driver starts the MiniBrowser whose path is built into it.
        driver=$(command -v "${WEBKITWEBDRIVER:-WebKitWebDriver}" || :)
        browser=
        [ -z "$driver" ] || browser=$(grep -aoE '/[[:alnum:]/._+-]+/MiniBrowser' "$driver" | head -n 1)
        [ -z "$browser" ] || [ -x "$browser" ] || needs MiniBrowser
        have Xvfb || needs Xvfb
    fi
    [ -z "$missing" ] || install_packages "$missing" \
        'chromium chromium-driver firefox-esr webkit2gtk-driver xvfb' \
        'chromium-browser chromium-chromedriver firefox webkit2gtk-driver xvfb' \
        'chromium chromedriver firefox webkitgtk6.0 xorg-x11-server-Xvfb' \
        'chromium firefox webkitgtk-6.0 xorg-server-xvfb' \
        '--cask google-chrome chromedriver firefox' \
        'Chromium, a chromedriver of the same version and Firefox, and on Linux WebKitGTK with its WebKitWebDriver and MiniBrowser, and Xvfb'
    { [ -n "${GECKODRIVER:-}" ] || have geckodriver; } ||
        install_program geckodriver "$GECKODRIVER_VERSION" 0 "1 to 3"
}

# What serves the delivered files in a test, with its module for brotli.
step_nginx() {
    missing=
    # Debian keeps it where only root looks for programs.
    PATH=$PATH:/usr/sbin
    if have nginx; then
        # A module that is no file of its own is named among the options it was built with.
        options=$(nginx -V 2>&1)
        modules=$(printf '%s' "$options" | sed -n 's/.*--modules-path=\([^ ]*\).*/\1/p')
        case $(uname)\ $options in
            Darwin* | *brotli*) ;;
            *) [ -e "$modules/ngx_http_brotli_static_module.so" ] || missing="nginx's module for brotli" ;;
        esac
    else
        missing=nginx
    fi
    [ -z "$missing" ] || install_packages "$missing" \
        'nginx-light libnginx-mod-http-brotli-static' \
        'nginx-light libnginx-mod-http-brotli-static' \
        'nginx nginx-mod-brotli' \
        'nginx nginx-mod-brotli' \
        'nginx' \
        'nginx with the module ngx_brotli'
}

# cargo-deny looks at licences, versions, sources and known holes of crates.
step_deny() {
    have cargo-deny || install_program cargo-deny "$DENY_VERSION" 0 "3 to 6"
}

# Installs packages where that takes nobody's word, or names the command that does.
# install_packages MISSING DEBIAN UBUNTU FEDORA ARCH BREW ELSEWHERE
install_packages() {
    distribution=
    [ -r /etc/os-release ] && distribution=$(. /etc/os-release && echo "${ID:-} ${ID_LIKE:-}")
    case $(uname)\ $distribution in
        *ubuntu*) command="apt-get install -y $3" ;;
        *debian*) command="apt-get install -y --no-install-recommends $2" ;;
        *fedora*) command="dnf install -y $4" ;;
        *arch*) command="pacman -S --noconfirm $5" ;;
        Darwin*) fail "$1 missing: run \`brew install $6\`" ;;
        *) fail "$1 missing: install $7" ;;
    esac
    case $command in
        apt-get*)
            if [ "$(id -u)" -eq 0 ]; then
                say "$1 missing, installing with apt-get, some minutes …"
                DEBIAN_FRONTEND=noninteractive
                export DEBIAN_FRONTEND
                apt-get update -q || fail 'apt-get update failed; the reason is in the lines above'
                # shellcheck disable=SC2086
                $command || fail "\`$command\` failed; the reason is in the lines above"
                return
            fi
            ;;
    esac
    [ "$(id -u)" -eq 0 ] || command="sudo $command"
    fail "$1 missing: run \`$command\`"
}

STEPS='target trunk bindgen node_modules hosts browsers nginx deny'
[ $# -gt 0 ] || fail "say what to install: $STEPS"
for step in "$@"; do
    case " $STEPS " in
        *" $step "*) "step_$step" ;;
        *) fail "there is no step $step; the steps are: $STEPS" ;;
    esac
done
