import org.jspecify.annotations.NullMarked;

/** The CHT on Docker Compose: the engine's command, release files, environment, plans. */
@NullMarked
module io.github.chthosting.compose {
  requires transitive io.github.chthosting.core;
  requires transitive io.github.chthosting.couchdb;
  requires static transitive org.jspecify;
  requires com.fasterxml.jackson.dataformat.yaml;
  requires me.gosimple.nbvcxz;
  requires org.bouncycastle.pkix;
  requires org.bouncycastle.provider;
  requires java.net.http;
  requires org.shredzone.acme4j;
  requires org.slf4j;

  exports io.github.chthosting.compose;
  exports io.github.chthosting.compose.developer;
  exports io.github.chthosting.compose.engine;
  exports io.github.chthosting.compose.env;
  exports io.github.chthosting.compose.files;
  exports io.github.chthosting.compose.host;
  exports io.github.chthosting.compose.install;
  exports io.github.chthosting.compose.password;
  exports io.github.chthosting.compose.move;
  exports io.github.chthosting.compose.release;
  exports io.github.chthosting.compose.watchdog;
  exports io.github.chthosting.compose.tls;
  exports io.github.chthosting.compose.run;
  exports io.github.chthosting.compose.tenants;
  exports io.github.chthosting.compose.upgrade;
}
