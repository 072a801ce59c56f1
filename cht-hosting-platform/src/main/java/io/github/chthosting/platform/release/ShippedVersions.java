package io.github.chthosting.platform.release;

import io.github.chthosting.ChtVersion;
import java.util.List;
import java.util.Optional;

/**
 * The CouchDB and Nouveau that a version of the CHT ships. From the Dockerfiles of medic/cht-core,
 * tags 4.0.0 to 5.3.1, as of November 2026.
 *
 * @param couchDb its version: {@code "3.5.2"}
 * @param nouveau its version; empty before CHT 5.0
 */
public record ShippedVersions(String couchDb, Optional<String> nouveau) {
  private record Since(int major, int minor, ShippedVersions versions) {}

  /** Versions of CouchDB that the CHT ships, from the newest to the oldest. */
  private static final List<Since> TABLE =
      List.of(
          since(5, 2, "3.5.2", true),
          since(5, 0, "3.5.0", true),
          since(4, 21, "3.5.0", false),
          since(4, 16, "3.4.2", false),
          since(4, 6, "3.3.3", false),
          since(4, 4, "3.3.2", false),
          since(4, 0, "2.3.1", false));

  private static final int NEWEST_MAJOR = 5;
  private static final int NEWEST_MINOR = 3;

  private static Since since(int major, int minor, String couchDb, boolean nouveau) {
    Optional<String> beside = nouveau ? Optional.of(couchDb) : Optional.empty();
    return new Since(major, minor, new ShippedVersions(couchDb, beside));
  }

  /**
   * Returns what this version ships; empty for a branch, for 3.x, and for versions after 5.3, which
   * this library does not know yet.
   */
  public static Optional<ShippedVersions> of(ChtVersion version) {
    if (!version.isNumbered() || version.isAtLeast(NEWEST_MAJOR, NEWEST_MINOR + 1)) {
      return Optional.empty();
    }
    return TABLE.stream()
        .filter(row -> version.isAtLeast(row.major(), row.minor()))
        .findFirst()
        .map(Since::versions);
  }
}
