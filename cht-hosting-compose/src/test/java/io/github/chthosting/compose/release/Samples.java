package io.github.chthosting.compose.release;

import io.github.chthosting.ChtVersion;
import java.util.List;

/** Compose files of our own, of the kind that a release has. */
final class Samples {
  static final String CORE =
      """
      services:
        api:
          image: registry.example.org/cht-api:5.0.2
          environment:
            - COUCH_URL=http://${COUCHDB_USER:-admin}:${COUCHDB_PASSWORD:?must be set}@haproxy/medic
            - PRICE=$$5
            - INHERITED
        nginx:
          image: ${REGISTRY:-registry.example.org}/cht-nginx:5.0.2
          ports: ["${NGINX_HTTPS_PORT:-443}:443"]
          environment:
            ALSO_INHERITED:
      """;
  static final String COUCHDB =
      """
      services:
        couchdb:
          image: registry.example.org/cht-couchdb:5.0.2
          environment:
            - COUCHDB_PASSWORD=${COUCHDB_PASSWORD}
            - COUCHDB_USER=${COUCHDB_USER:-medic}
      """;

  private Samples() {}

  static Release release(String version) {
    return new Release(
        ChtVersion.of(version),
        List.of(
            new ReleaseFile(ReleaseFile.CORE, CORE),
            new ReleaseFile(ReleaseFile.COUCHDB, COUCHDB)));
  }
}
