#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Installs what building Casus needs on Debian 12. With --tests also what the tests and checks need. Does nothing where
# all of it is there.
set -euo pipefail
packages=(g++ cmake ninja-build pkg-config make python3 libgumbo-dev libicu-dev nlohmann-json3-dev libcli11-dev
  libtomlplusplus-dev libmd-dev libgtest-dev libsimde-dev)
if [ "${1:-}" = --tests ]; then packages+=(clang-format-19 clang-tidy-19 clang-19 libclang-rt-19-dev); fi
missing=()
for package in "${packages[@]}"; do
  dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || missing+=("$package")
done
[ ${#missing[@]} -eq 0 ] && exit 0
echo "installing: ${missing[*]}" >&2
as_root=()
if [ "$(id -u)" -ne 0 ]; then
  command -v sudo >/dev/null || { echo "setup: these packages are missing and sudo is not there: ${missing[*]}" >&2; exit 1; }
  as_root=(sudo)
fi
"${as_root[@]}" apt-get update -qq
DEBIAN_FRONTEND=noninteractive "${as_root[@]}" apt-get install -y -qq --no-install-recommends "${missing[@]}"
