import org.jspecify.annotations.NullMarked;

/** The base of every part of cht-hosting: operations, credentials, errors, HTTP transport. */
@NullMarked
module io.github.chthosting.core {
  requires static transitive org.jspecify;
  requires transitive tools.jackson.databind;
  requires transitive okhttp3;
  requires io.github.resilience4j.circuitbreaker;
  requires io.github.resilience4j.core;
  requires org.slf4j;

  opens io.github.chthosting.plan to
      tools.jackson.databind;

  exports io.github.chthosting;
  exports io.github.chthosting.operation;
  exports io.github.chthosting.plan;
  exports io.github.chthosting.files to
      io.github.chthosting.couchdb,
      io.github.chthosting.platform,
      io.github.chthosting.compose,
      io.github.chthosting.k8s;
  exports io.github.chthosting.http to
      io.github.chthosting.couchdb,
      io.github.chthosting.platform,
      io.github.chthosting.compose,
      io.github.chthosting.k8s;
}
