import org.jspecify.annotations.NullMarked;

/** A CouchDB cluster in the JVM, for tests. */
@NullMarked
module io.github.chthosting.testkit {
  exports io.github.chthosting.testkit;
  exports io.github.chthosting.testkit.function;

  requires static transitive org.jspecify;
  requires transitive tools.jackson.databind;
  requires java.net.http;
  requires org.eclipse.jetty.server;
  requires org.slf4j;
}
