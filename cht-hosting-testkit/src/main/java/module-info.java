import org.jspecify.annotations.NullMarked;

/** A CouchDB cluster in the JVM, for tests. */
@NullMarked
module io.github.chthosting.testkit {
  requires static transitive org.jspecify;
  requires transitive com.fasterxml.jackson.databind;
  requires com.h2database.mvstore;
  requires org.eclipse.jetty.server;
  requires org.slf4j;
}
