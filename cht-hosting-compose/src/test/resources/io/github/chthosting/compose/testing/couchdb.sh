#!/bin/sh
exec /opt/cht/bin/java.sh 64m CouchDbService
