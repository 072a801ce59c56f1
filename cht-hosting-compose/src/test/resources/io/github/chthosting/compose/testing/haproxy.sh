#!/bin/sh
# The CHT's haproxy, as far as hosting sees it: what comes in goes to a CouchDB that is up. One server is asked itself, of several
# the agent at HEALTHCHECK_ADDR.
set -e
umask 077
configuration=/tmp/haproxy.cfg
cp /opt/cht/bin/haproxy.cfg "$configuration"
servers=$(echo "$COUCHDB_SERVERS" | tr ',' ' ')
count=$(echo "$servers" | wc -w)
if [ "$count" -eq 1 ]; then
  authorization=$(printf '%s' "$COUCHDB_USER:$COUCHDB_PASSWORD" | base64 -w 0)
  {
    echo "  option httpchk"
    echo "  http-check send meth GET uri /_up hdr Authorization 'Basic $authorization'"
    echo "  http-check expect status 200"
  } >> "$configuration"
fi
for server in $servers; do
  check="check inter 1s fall 2 rise 1"
  [ "$count" -eq 1 ] || check="check inter 2s agent-check agent-inter 2s agent-addr ${HEALTHCHECK_ADDR:-healthcheck} agent-port 5555"
  echo "  server $server $server:5984 $check resolvers docker init-addr libc,none resolve-prefer ipv4" >> "$configuration"
done
exec haproxy -W -db -f "$configuration"
