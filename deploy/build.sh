#!/usr/bin/env bash
# Builds the site on a host that has neither Rust nor trunk: Vercel and Netlify call it.
set -euo pipefail
cd "$(dirname "$0")/.."
programs="${CARGO_HOME:-$HOME/.cargo}/bin"
export PATH="$programs:$PATH"

if ! command -v rustup > /dev/null; then
  curl --proto '=https' --tlsv1.2 -sSf https://sh.rustup.rs | sh -s -- -y --profile minimal
elif ! rustup toolchain install stable --profile minimal --no-self-update; then
  echo "Rust could not be brought up to date: going on with the one that is here" >&2
else
  # What the host calls its own may be older than this needs.
  export RUSTUP_TOOLCHAIN=stable
fi
# The set-up would compile it, which takes longer than these hosts like to wait.
if ! command -v trunk > /dev/null; then
  mkdir -p "$programs"
  curl --proto '=https' -sSfL https://github.com/trunk-rs/trunk/releases/download/v0.21.14/trunk-x86_64-unknown-linux-gnu.tar.gz |
    tar -xz -C "$programs"
fi
cargo xtask dist
