#!/bin/sh
# Makes the archive of classes that java.sh starts with, while the image is built: CouchDB and api start once, and end.
set -e
export COUCHDB_USER=admin COUCHDB_PASSWORD=rehearsal COUCH_URL=http://admin:rehearsal@127.0.0.1:5984/medic CHT_VERSION=0
/opt/cht/bin/java.sh 64m Rehearsal -XX:ArchiveClassesAtExit=/opt/cht/classes.jsa
rm -rf /opt/couchdb
