#!/bin/bash
# First installation on a Debian machine: account, folders, units, nginx. Run again, it changes
# nothing that an administrator has written. Usage: deploy/install.sh suivi.example.org
set -euo pipefail
host=${1:?"Donnez le nom du site, par exemple : deploy/install.sh suivi.example.org"}
source=$(cd "$(dirname "$0")" && pwd)
[ "$(id -u)" = 0 ] || { echo "À lancer par root (sudo)."; exit 1; }
for command in nginx openssl python3; do
  command -v "$command" >/dev/null || { echo "Il manque $command : voir docs/exploitation.md, étape 1."; exit 1; }
done

id suivi >/dev/null 2>&1 || useradd --system --user-group --home-dir /var/lib/suivi --shell /usr/sbin/nologin suivi
usermod --append --groups suivi www-data   # nginx reads the socket and the static files
install -d -m 0755 /srv/suivi /srv/suivi/releases
install -d -m 0750 -o suivi -g suivi /var/lib/suivi
install -d -m 0700 -o suivi -g suivi /var/backups/suivi
install -d -m 0750 -o root -g suivi /etc/suivi

if [ ! -e /etc/suivi/suivi.env ]; then
  sed -e "s|suivi\.example\.org|$host|" -e "s|^SECRET_KEY=.*|SECRET_KEY=$(openssl rand -base64 48)|" \
    "$source/suivi.env.example" > /etc/suivi/suivi.env
  chown root:suivi /etc/suivi/suivi.env && chmod 0640 /etc/suivi/suivi.env
fi

install -m 0644 "$source"/systemd/* /etc/systemd/system/
systemctl daemon-reload

install -d -m 0755 /etc/nginx/suivi /etc/nginx/suivi/erreurs /var/cache/nginx
install -m 0644 "$source"/nginx/erreurs/* /etc/nginx/suivi/erreurs/
install -m 0644 "$source/nginx/proxy.conf" "$source/nginx/headers.conf" /etc/nginx/suivi/
[ -e /etc/nginx/suivi/upstream.conf ] || echo 'server unix:/run/suivi-1/web.sock;' > /etc/nginx/suivi/upstream.conf
if [ ! -e /etc/nginx/sites-available/suivi ]; then
  sed "s|suivi\.example\.org|$host|g" "$source/nginx/suivi.conf" > /etc/nginx/sites-available/suivi
  ln -sf ../sites-available/suivi /etc/nginx/sites-enabled/suivi
fi
echo "Installé. Complétez /etc/suivi/suivi.env, puis lancez : deploy/update.sh"
