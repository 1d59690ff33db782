#!/bin/sh
# Writes a backup named by its moment into a folder, and drops those older than thirty days.
set -eu
folder=$1
cd "$(dirname "$0")/.."
.venv/bin/python manage.py backup "$folder/suivi-$(date -u +%Y-%m-%dT%H%M%SZ).sauvegarde"
find "$folder" -maxdepth 1 -name 'suivi-*.sauvegarde' -mtime +30 -delete
