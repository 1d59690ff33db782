#!/bin/bash
# Back to the version before the one in service, or to a given one. The database stays as it is:
# migrations are written so that the version before can read it (docs/exploitation.md).
# Usage: deploy/rollback.sh [/srv/suivi/releases/…]
set -euo pipefail
. "$(dirname "$0")/turn.sh"
[ "$(id -u)" = 0 ] || { echo "À lancer par root (sudo)."; exit 1; }
current=$(readlink -f /srv/suivi/current)
before=$(ls -1d /srv/suivi/releases/* | sort | awk -v now="$current" '$0 < now' | tail -n 1)
release=${1:-$before}
[ -d "$release" ] || { echo "Il n’y a pas de version à laquelle revenir."; exit 1; }
manage "$release" collectstatic --noinput --verbosity 0
turn_to "$release"
