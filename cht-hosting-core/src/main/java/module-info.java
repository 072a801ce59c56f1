import org.jspecify.annotations.NullMarked;

/** What every part of cht-hosting stands on: operations, credentials, errors, HTTP transport. */
@NullMarked
module io.github.chthosting.core {
  requires static transitive org.jspecify;
  requires transitive com.fasterxml.jackson.databind;
  requires transitive okhttp3;
  requires com.fasterxml.jackson.datatype.jsr310;
  requires io.github.resilience4j.circuitbreaker;
  requires io.github.resilience4j.core;
  requires org.slf4j;

  opens io.github.chthosting.platform to
      com.fasterxml.jackson.databind;

  exports io.github.chthosting;
  exports io.github.chthosting.health;
  exports io.github.chthosting.operation;
  exports io.github.chthosting.platform;
  exports io.github.chthosting.http to
      io.github.chthosting.couchdb,
      io.github.chthosting.compose,
      io.github.chthosting.k8s;
}
