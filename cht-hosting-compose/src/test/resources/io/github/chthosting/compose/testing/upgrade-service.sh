#!/bin/sh
exec /opt/cht/bin/java.sh 48m UpgradeService
