package io.github.chthosting.testkit.contract.cluster;

import java.util.List;

/** The classes that hold the cases about clusters. */
public final class ClusterSubjects {
  public static final List<Class<?>> ALL =
      List.of(
          Nodes.class,
          ShardMaps.class,
          MapDocuments.class,
          NodeLocalShards.class,
          ClusterDocuments.class,
          Sequences.class,
          NodeConfiguration.class,
          Resharding.class,
          Partitions.class,
          Maintenance.class);

  private ClusterSubjects() {}
}
