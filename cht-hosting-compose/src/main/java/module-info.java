import org.jspecify.annotations.NullMarked;

/** The CHT on Docker Compose: installations found, planned, run, secured, upgraded and moved. */
@NullMarked
module io.github.chthosting.compose {
  requires transitive io.github.chthosting.core;
  requires transitive io.github.chthosting.couchdb;
  requires transitive io.github.chthosting.platform;
  requires static transitive org.jspecify;
  requires tools.jackson.dataformat.yaml;
  requires me.gosimple.nbvcxz;
  requires java.net.http;
  requires org.shredzone.acme4j;
  requires org.slf4j;

  opens io.github.chthosting.compose.deployment to
      tools.jackson.databind;
  opens io.github.chthosting.compose.files to
      tools.jackson.databind;
  opens io.github.chthosting.compose.internal.destroy to
      tools.jackson.databind;
  opens io.github.chthosting.compose.internal.files to
      tools.jackson.databind;
  opens io.github.chthosting.compose.internal.install to
      tools.jackson.databind;
  opens io.github.chthosting.compose.internal.move to
      tools.jackson.databind;
  opens io.github.chthosting.compose.internal.password to
      tools.jackson.databind;
  opens io.github.chthosting.compose.internal.run to
      tools.jackson.databind;
  opens io.github.chthosting.compose.internal.tenants to
      tools.jackson.databind;
  opens io.github.chthosting.compose.internal.tls to
      tools.jackson.databind;
  opens io.github.chthosting.compose.internal.upgrade to
      tools.jackson.databind;
  opens io.github.chthosting.compose.internal.watchdog to
      tools.jackson.databind;

  exports io.github.chthosting.compose;
  exports io.github.chthosting.compose.deployment;
  exports io.github.chthosting.compose.engine;
  exports io.github.chthosting.compose.env;
  exports io.github.chthosting.compose.files;
  exports io.github.chthosting.compose.release;
}
