import org.jspecify.annotations.NullMarked;

/** The CHT on Kubernetes: deployments as values of the CHT's Helm charts. */
@NullMarked
module io.github.chthosting.k8s {
  requires transitive io.github.chthosting.core;
  requires transitive io.github.chthosting.platform;
  requires static transitive org.jspecify;
  requires tools.jackson.dataformat.yaml;
  requires org.slf4j;
  requires org.snakeyaml.engine;

  exports io.github.chthosting.k8s.deployment;
}
