package io.github.chthosting.k8s.deployment;

/** The way in for users, by kind of cluster. */
public sealed interface IngressSettings {

  /** Returns the kind of cluster that has such an ingress. */
  ClusterType cluster();

  /**
   * The ingress controller that k3s brings (Traefik). The charts of 5.x name no host and no
   * certificate: a second CHT in the same cluster would claim all paths too.
   */
  record Traefik() implements IngressSettings {
    @Override
    public ClusterType cluster() {
      return ClusterType.K3S;
    }
  }

  /**
   * An application load balancer of Amazon's.
   *
   * @param groupName of the load balancer: instances with the same name share one
   * @param tags of the load balancer, {@code KEY=VALUE,KEY=VALUE}
   * @param hostedZoneId of Route 53. The charts of 5.x ask for it and use it nowhere
   */
  record Alb(String groupName, String tags, String hostedZoneId) implements IngressSettings {
    @Override
    public ClusterType cluster() {
      return ClusterType.EKS;
    }
  }

  /**
   * A load balancer of Google's.
   *
   * @param staticIpName of a global static address that was reserved for it
   */
  record Gce(String staticIpName) implements IngressSettings {
    @Override
    public ClusterType cluster() {
      return ClusterType.GKE;
    }
  }
}
