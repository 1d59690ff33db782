#!/bin/bash
# A new version without a cut: it is prepared beside the one in service, started on a socket of its
# own, asked whether it is ready, and only then is nginx turned to it. Where anything fails, the
# version in service stays. Usage, from the folder of the new version: deploy/update.sh
set -Eeuo pipefail
source=$(cd "$(dirname "$0")/.." && pwd)
. "$source/deploy/turn.sh"
[ "$(id -u)" = 0 ] || { echo "À lancer par root (sudo)."; exit 1; }
[ -r /etc/suivi/suivi.env ] || { echo "Il manque /etc/suivi/suivi.env : lancez d’abord deploy/install.sh."; exit 1; }

release=/srv/suivi/releases/$(date -u +%Y%m%dT%H%M%SZ)
echo "· Copie dans $release"
mkdir "$release"
tar -C "$source" --exclude=.git --exclude=.venv --exclude=var --exclude=node_modules -cf - . | tar -C "$release" -xf -
trap 'rm -rf "$release"; echo "Rien n’a changé : la version en service est restée."' ERR

echo "· Environnement Python, depuis requirements.txt"
"${PYTHON:-/usr/bin/python3}" -m venv "$release/.venv" # of the system: the service reads it too
"$release/.venv/bin/pip" install --quiet --disable-pip-version-check --require-hashes -r "$release/requirements.txt"
"$release/.venv/bin/python" -m compileall -q "$release/tracker" "$release/measures" || true

# A backup first: by the version in service, which knows the tables as they are.
if [ -e /srv/suivi/current ]; then
  echo "· Sauvegarde"
  as_suivi /srv/suivi/current/deploy/backup.sh /var/backups/suivi
fi
echo "· Base de données"
PGOPTIONS="-c lock_timeout=5s" manage "$release" migrate --verbosity 0
manage "$release" rebuild_search --if-missing
echo "· Fichiers du site"
manage "$release" collectstatic --noinput --verbosity 0
manage "$release" check --deploy --fail-level ERROR 2>/dev/null
turn_to "$release"
trap - ERR
# The last five versions stay, to go back to.
ls -1d /srv/suivi/releases/* | head -n -5 | while read -r old; do
  [ "$(readlink -f /srv/suivi/1)" = "$old" ] || [ "$(readlink -f /srv/suivi/2)" = "$old" ] || rm -rf "$old"
done
