# Sourced by ./tesela and ./check: finds or installs what a build needs, a JDK and Maven.
# shellcheck shell=bash

# Prints the major version of the javac on the path, or nothing.
jdk_major() {
  javac -version 2>&1 | sed -nE 's/^javac ([0-9]+).*/\1/p'
}

install_packages() {
  if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    echo "tesela: installing $*" >&2
    { apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "$@"; } >&2 && return
  fi
  cat >&2 <<EOF
tesela: this machine lacks: $*
Install it and try again. On Debian or Ubuntu:
  sudo apt-get update && sudo apt-get install -y $*
EOF
  exit 1
}

require_toolchain() {
  local missing=()
  local major
  major=$(command -v javac >/dev/null && jdk_major)
  if [ -z "$major" ] || [ "$major" -lt 17 ]; then
    missing+=(openjdk-17-jdk-headless)
  fi
  command -v mvn >/dev/null || missing+=(maven)
  if [ ${#missing[@]} -gt 0 ]; then
    install_packages "${missing[@]}"
  fi
}
