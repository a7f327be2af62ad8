#!/usr/bin/env bash
# Builds the site on a host that has neither Rust nor trunk: Vercel and Netlify call it.
set -euo pipefail
cd "$(dirname "$0")/.."
programs="${CARGO_HOME:-$HOME/.cargo}/bin"
export PATH="$programs:$PATH"

if ! command -v rustup > /dev/null; then
  # What sh.rustup.rs leads to, from where the rest comes from as well.
  curl --proto '=https' --tlsv1.2 -sSf https://static.rust-lang.org/rustup/rustup-init.sh |
    sh -s -- -y --profile minimal --no-modify-path
elif ! rustup toolchain install stable --profile minimal --no-self-update; then
  echo "Rust could not be brought up to date: going on with the one that is here" >&2
else
  # What the host calls its own may be older than this needs.
  export RUSTUP_TOOLCHAIN=stable
fi
# The one that brings its C library along: the other needs a newer one than Vercel's image has. Compiled it takes some
# minutes more, which the set-up does where it cannot be fetched or does not run.
if ! command -v trunk > /dev/null; then
  mkdir -p "$programs"
  trunk="https://github.com/trunk-rs/trunk/releases/download/v0.21.14/trunk-$(uname -m)-unknown-linux-musl.tar.gz"
  if ! curl --proto '=https' -sSfL "$trunk" | tar -xz -C "$programs" || ! trunk --version; then
    echo "trunk could not be fetched: compiling it" >&2
    rm -f "$programs/trunk"
  fi
fi
cargo xtask dist
