#!/bin/sh
exec /opt/jre/bin/java -Xmx"$1" -Xss256k -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -XX:+ExitOnOutOfMemoryError \
  -cp '/opt/cht/classes:/opt/cht/lib/*' "io.github.chthosting.compose.testing.service.$2"
