#!/bin/sh
# What the project is built of: licences, versions and sources of crates (deny.toml), licences of npm
# packages, and known holes of both. A finding is a failure; a database that cannot be reached is none, and is named.
set -u
cd "$(dirname "$0")/.."

PATH=${CARGO_HOME:-$HOME/.cargo}/bin:$PATH
export PATH

status=0
unchecked=
say() { printf 'audit: %s\n' "$*"; }
found() {
    say "$*" >&2
    status=1
}
skipped() { unchecked="$unchecked
  $*"; }
deny() { cargo deny --locked --log-level error "$@"; }

command -v cargo-deny >/dev/null || {
    say 'expected cargo-deny, but it is not installed: run `sh tools/setup.sh deny`' >&2
    exit 1
}

say 'crates: versions'
# Of the widget alone: what the tests have twice weighs nothing.
deny check --hide-inclusion-graph bans || found 'a crate is banned or there twice, see above and deny.toml'
say 'crates: licences and sources'
deny --workspace check --hide-inclusion-graph licenses sources || found 'a licence or a source is not allowed, see above and deny.toml'

say 'crates: known holes'
if told=$(deny fetch db 2>&1); then
    deny --workspace check --hide-inclusion-graph advisories || found 'a crate has a known hole, see above'
else
    skipped "known holes of crates: $(printf '%s\n' "$told" | grep -m 1 '^fatal' || printf '%s\n' "$told" | head -n 1)"
fi

say 'npm packages: licences'
node --input-type=module -e '
import { readFileSync } from "node:fs";
// They build and measure, and nothing of them is passed on.
const allowed = ["MIT", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "ISC", "0BSD", "BlueOak-1.0.0", "MIT OR Apache-2.0"];
const { packages } = JSON.parse(readFileSync("package-lock.json", "utf8"));
for (const [name, { license }] of Object.entries(packages)) {
  if (allowed.includes(license)) continue;
  console.error(`expected one of ${allowed.join(", ")} for ${name} in package-lock.json, but found ${license ?? "none"}`);
  process.exitCode = 1;
}' || found 'a licence of an npm package is not allowed, see above and tools/audit.sh'

say 'npm packages: known holes'
if told=$(npm audit --audit-level=low --json 2>/dev/null); then
    :
elif printf '%s' "$told" | grep -q '"auditReportVersion"'; then
    npm audit --audit-level=low
    found 'an npm package has a known hole, see above'
else
    skipped "known holes of npm packages: $(printf '%s\n' "$told" | sed -n 's/^ *"message": "\(.*\)",*$/\1/p' | head -n 1)"
fi

if [ -n "$unchecked" ]; then say "not checked, for the database cannot be reached:$unchecked"; fi
[ "$status" -ne 0 ] || say 'nothing found'
exit "$status"
