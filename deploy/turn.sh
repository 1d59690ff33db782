# Sourced by update.sh and rollback.sh: what runs as the account of the service, and the turn of
# nginx from one instance to the other.

as_suivi() { # command…: with the variables of /etc/suivi/suivi.env
  (
    set -a
    . /etc/suivi/suivi.env
    set +a
    cd /
    exec setpriv --reuid=suivi --regid=suivi --init-groups "$@"
  )
}

manage() { # release, command…
  local release=$1
  shift
  as_suivi "$release/.venv/bin/python" "$release/manage.py" "$@"
}

ready() { # instance: does it answer for readers?
  curl --silent --fail --max-time 10 --output /dev/null --unix-socket "/run/suivi-$1/web.sock" \
    --header "Host: $(sed -n 's/^ALLOWED_HOSTS=\([^,]*\).*/\1/p' /etc/suivi/suivi.env)" \
    http://localhost/sante/pret
}

turn_to() { # release: started as the instance that rests; nginx then goes to it
  local release=$1 now rests
  now=$(sed -n 's|.*suivi-\([12]\)/web.sock.*|\1|p' /etc/nginx/suivi/upstream.conf)
  rests=$((3 - now))
  systemctl is-active --quiet "suivi@$now" || rests=$now # nothing is in service yet
  ln -sfn "$release" "/srv/suivi/$rests"
  echo "· Démarrage de suivi@$rests"
  systemctl restart "suivi@$rests" || true
  for _ in $(seq 60); do
    ready "$rests" && break
    sleep 0.5
  done
  if ! ready "$rests"; then
    systemctl stop "suivi@$rests"
    echo "La version ne répond pas : journalctl -u suivi@$rests dit pourquoi."
    return 1
  fi
  echo "server unix:/run/suivi-$rests/web.sock;" > /etc/nginx/suivi/upstream.conf
  nginx -t -q
  systemctl reload nginx
  ln -sfn "$release" /srv/suivi/current
  systemctl enable --quiet "suivi@$rests" suivi-documents
  systemctl restart suivi-documents # what it was making is made again by the new one
  if [ "$rests" != "$now" ]; then
    systemctl disable --quiet "suivi@$now"
    sleep 2 # what nginx sent before it turned is answered
    systemctl stop "suivi@$now"
  fi
  echo "· En service : $release (suivi@$rests)"
}
