package io.github.chthosting.k8s.deployment;

import java.util.List;

/** The volumes of CouchDB's data: new ones, or some that hold data already. */
public sealed interface DataVolumes {

  /** Returns new volumes, made by the cluster's storage class. */
  static DataVolumes fresh() {
    return new Fresh();
  }

  /**
   * Returns volumes that are there.
   *
   * @param size of each, such as {@code 100Gi}
   * @param ids one for each CouchDB node in its order, {@code vol-...}
   */
  static DataVolumes ebs(String size, String... ids) {
    return new Ebs(List.of(ids), size);
  }

  /**
   * Returns disks that are there.
   *
   * @param size of each, such as {@code 100Gi}
   * @param names one for each CouchDB node in its order
   */
  static DataVolumes gceDisks(String size, String... names) {
    return new GceDisks(List.of(names), size);
  }

  /**
   * Returns folders that are there, on the nodes of the cluster.
   *
   * @param folders one for each CouchDB node in its order, absolute
   */
  static DataVolumes hostPaths(String... folders) {
    return new HostPaths(List.of(folders));
  }

  /** Returns one place for each CouchDB node, in their order; none if they are new. */
  List<String> places();

  /** Returns whether they hold data already. */
  default boolean areThere() {
    return !(this instanceof Fresh);
  }

  /** Volumes of {@link #fresh()}. */
  record Fresh() implements DataVolumes {
    @Override
    public List<String> places() {
      return List.of();
    }
  }

  /**
   * Volumes of {@link #ebs}.
   *
   * @param places their ids
   * @param size of each
   */
  record Ebs(List<String> places, String size) implements DataVolumes {
    public Ebs {
      places = List.copyOf(places);
    }
  }

  /**
   * Disks of {@link #gceDisks}.
   *
   * @param places their names
   * @param size of each
   */
  record GceDisks(List<String> places, String size) implements DataVolumes {
    public GceDisks {
      places = List.copyOf(places);
    }
  }

  /**
   * Folders of {@link #hostPaths}.
   *
   * @param places absolute
   */
  record HostPaths(List<String> places) implements DataVolumes {
    public HostPaths {
      places = List.copyOf(places);
    }
  }
}
