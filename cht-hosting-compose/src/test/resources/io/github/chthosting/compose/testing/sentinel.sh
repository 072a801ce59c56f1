#!/bin/sh
# Follows medic and remembers how far, as the CHT's sentinel does; ends if it may not log in.
trap 'exit 0' TERM INT
credentials=${COUCH_URL#http://}
address=http://${credentials##*@}
server=${address%/*}
ask() { printf 'user = "%s"\n' "${credentials%@*}" | curl -s -m 10 -o /tmp/answer -w '%{http_code}' -K - "$@"; }
echo "sentinel ${CHT_VERSION}"
until [ "$(curl -s -o /dev/null -w '%{http_code}' -m 5 "http://${API_HOST:-api}:5988/api/info")" = 200 ]; do
  echo "waiting for api"; sleep 1 & wait $!
done
while :; do
  code=$(ask "$address")
  case $code in
    200)
      sequence=$(sed 's/.*"update_seq":"\([^"]*\)".*/\1/' /tmp/answer)
      [ "$(ask "$server/medic-sentinel")" = 404 ] && ask -X PUT "$server/medic-sentinel" >/dev/null
      [ "$(ask "$server/medic-sentinel/_local/transitions-seq")" = 200 ] && rev=$(sed 's/.*"_rev":"\([^"]*\)".*/\1/' /tmp/answer) || rev=
      body="{\"value\":\"$sequence\"${rev:+,\"_rev\":\"$rev\"}}"
      ask -X PUT -H 'Content-Type: application/json' -d "$body" "$server/medic-sentinel/_local/transitions-seq" >/dev/null ;;
    401|403) echo "the database refuses the password" >&2; exit 1 ;;
    *) echo "the database answers $code" >&2 ;;
  esac
  sleep 5 & wait $!
done
