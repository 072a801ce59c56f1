import org.jspecify.annotations.NullMarked;

/**
 * A CHT wherever it runs: deployments, instances, releases, certificates, and the CHT's own API.
 */
@NullMarked
module io.github.chthosting.platform {
  requires transitive io.github.chthosting.core;
  requires transitive io.github.chthosting.couchdb;
  requires static transitive org.jspecify;
  requires org.bouncycastle.pkix;
  requires org.bouncycastle.provider;
  requires tools.jackson.databind;

  exports io.github.chthosting.instance;
  exports io.github.chthosting.platform;
  exports io.github.chthosting.platform.certificate;
  exports io.github.chthosting.platform.release;
  exports io.github.chthosting.platform.run to
      io.github.chthosting.compose,
      io.github.chthosting.k8s;
}
