#!/bin/sh
# java.sh HEAP PROGRAM [OPTION]. The archive of classes halves what a start costs; it holds for this class path alone, so its order is fixed.
exec /opt/jre/bin/java -Xmx"$1" -Xss256k -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -XX:+ExitOnOutOfMemoryError \
  "${3:--XX:SharedArchiveFile=/opt/cht/classes.jsa}" \
  -cp "$(printf '%s:' /opt/cht/lib/*.jar)" "io.github.chthosting.compose.testing.service.$2"
