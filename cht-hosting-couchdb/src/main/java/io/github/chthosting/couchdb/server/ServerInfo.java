package io.github.chthosting.couchdb.server;

import java.util.List;

/**
 * The description that a server gives of itself.
 *
 * @param version its version
 * @param versionText its version as it spells it, such as {@code 3.5.0-RC1}
 * @param uuid of this node or, where an administrator gave all nodes the same, of the cluster;
 *     empty if it does not say
 * @param gitSha of the source it was built from; empty if it does not say
 * @param features such as {@code partitioned}
 * @param vendor who packaged it; empty if it does not say
 */
public record ServerInfo(
    CouchDbVersion version,
    String versionText,
    String uuid,
    String gitSha,
    List<String> features,
    String vendor) {
  public ServerInfo {
    features = List.copyOf(features);
  }
}
