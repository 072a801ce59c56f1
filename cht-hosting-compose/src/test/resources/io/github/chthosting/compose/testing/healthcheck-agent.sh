#!/bin/sh
members=$(printf 'user = "%s"\n' "$COUCHDB_USER:$COUCHDB_PASSWORD" | curl -sf -m 1 -K - "http://${COUCHDB_SERVERS%%,*}:5984/_membership") || { echo down; exit 0; }
wanted=$(echo "$COUCHDB_SERVERS" | tr ',' '\n' | grep -c .)
connected=$(echo "$members" | sed 's/"cluster_nodes".*//' | grep -o '@' | wc -l)
joined=$(echo "$members" | sed 's/.*"cluster_nodes"//' | grep -o '@' | wc -l)
if [ "$connected" -eq "$wanted" ] && [ "$joined" -eq "$wanted" ]; then echo up; else echo down; fi
