package io.github.chthosting.couchdb.cluster;

import io.github.chthosting.Credentials;
import io.github.chthosting.couchdb.CouchDb;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/** The nodes of {@code COUCHDB_URL}. */
final class RealCluster {
  private RealCluster() {}

  static CouchDb connect() {
    String urls = System.getenv("COUCHDB_URL");
    if (urls == null) {
      throw new IllegalStateException("COUCHDB_URL is not set");
    }
    List<URI> addresses = new ArrayList<>();
    String user = "";
    for (String url : urls.split(",", -1)) {
      URI uri = URI.create(url);
      user = uri.getUserInfo();
      addresses.add(
          URI.create("%s://%s:%d".formatted(uri.getScheme(), uri.getHost(), uri.getPort())));
    }
    int colon = user.indexOf(':');
    return CouchDb.builder(addresses)
        .credentials(Credentials.basic(user.substring(0, colon), user.substring(colon + 1)))
        .attempts(1)
        .build();
  }
}
