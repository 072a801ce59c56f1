package io.github.chthosting.k8s.deployment;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/** The kinds of Kubernetes cluster that the CHT's charts know. */
public enum ClusterType {
  /** k3s, or k3d, which is k3s in containers: on machines of one's own. */
  K3S("k3s-k3d", "local-path"),
  /** Amazon's. */
  EKS("eks", "ebs-gp2"),
  /** Google's; from CHT 5.0. */
  GKE("gke", "standard-rwo");

  private final String value;
  private final String storageClass;

  ClusterType(String value, String storageClass) {
    this.value = value;
    this.storageClass = storageClass;
  }

  /** Returns the word of the charts' value {@code cluster_type}. */
  public String value() {
    return value;
  }

  /** Returns the storage class that the charts of 5.x take where none is named. */
  public String storageClass() {
    return storageClass;
  }

  /** Returns the type whose {@link #value()} this is; empty if none is. */
  public static Optional<ClusterType> of(String value) {
    return Arrays.stream(values()).filter(each -> each.value.equals(value)).findFirst();
  }

  static String allValues() {
    return Arrays.stream(values()).map(ClusterType::value).collect(Collectors.joining(", "));
  }
}
