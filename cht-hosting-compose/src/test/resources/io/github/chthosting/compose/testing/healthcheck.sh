#!/bin/sh
# Answers haproxy on 5555: up while all CouchDB nodes are members and connected.
echo "listening on 5555"
nc -ll -p 5555 -e /opt/cht/bin/healthcheck-agent.sh &
child=$!
trap 'kill $child; exit 0' TERM INT
wait
