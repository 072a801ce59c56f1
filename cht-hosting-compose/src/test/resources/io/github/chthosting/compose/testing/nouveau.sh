#!/bin/sh
# Answers on 5987; it indexes nothing.
mkdir -p /data/nouveau /opt/cht/nouveau
echo '{"status":"ok"}' > /opt/cht/nouveau/index.html
httpd -f -p 5987 -h /opt/cht/nouveau &
child=$!
trap 'kill $child; exit 0' TERM INT
echo "listening on 5987"
wait
