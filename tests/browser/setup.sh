#!/usr/bin/env bash
# What the browser tests need beyond `make test`: Chromium, pdftotext, and the packages that drive
# them. Debian's packages are installed where they are missing and apt can be used.
set -euo pipefail
python=${PYTHON:-python3}

missing=()
command -v chromium >/dev/null || missing+=(chromium)
command -v pdftotext >/dev/null || missing+=(poppler-utils)
if [ ${#missing[@]} -gt 0 ]; then
    command -v apt-get >/dev/null || {
        echo "install ${missing[*]} first: there is no apt-get here" >&2
        exit 1
    }
    as_root=()
    [ "$(id -u)" = 0 ] || as_root=(sudo)
    "${as_root[@]}" apt-get update -qq
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive \
        apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
fi

"$python" -m pip install --quiet --disable-pip-version-check \
    -r "$(dirname "$0")/requirements.txt"
