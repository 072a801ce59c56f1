package io.github.chthosting.compose.deployment;

import io.github.chthosting.ChtVersion;
import io.github.chthosting.platform.Topology;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The memory and CPUs that one tenant may take.
 *
 * @param memory bytes: half for CouchDB, a quarter for api, an eighth each for sentinel and the
 *     search index. haproxy and nginx are small and not counted
 * @param cpus that it is counted with; more may be used while others rest
 */
public record TenantSize(long memory, double cpus) {
  /** The size that the CHT's requirements give for development: 4 GB and 2 CPUs. */
  public static final TenantSize SMALL = new TenantSize(4_000_000_000L, 2);

  public TenantSize {
    if (memory <= 0 || cpus <= 0) {
      throw new IllegalArgumentException("a tenant takes memory and CPU: " + memory + ", " + cpus);
    }
  }

  /** Returns the memory in bytes for each service. */
  public Map<String, Long> limits(ChtVersion version, Topology topology) {
    Map<String, Long> limits = new LinkedHashMap<>();
    if (topology == Topology.SINGLE) {
      limits.put("couchdb", memory / 2);
    } else {
      for (int node = 1; node <= topology.nodes(); node++) {
        limits.put("couchdb-" + node + ".local", memory / 2 / topology.nodes());
      }
    }
    limits.put("api", memory / 4);
    limits.put("sentinel", memory / 8);
    if (version.isAtLeast(5, 0)) {
      limits.put("nouveau", memory / 8);
    }
    return limits;
  }
}
