package io.github.chthosting.k8s.deployment;

/**
 * One value that a migration changes.
 *
 * @param path of the value: {@code couchdb.storage_class}
 * @param before what it was, as JSON; empty if it was not there
 * @param after what it becomes, as JSON; empty if it goes
 * @param reason why
 */
public record ValueChange(String path, String before, String after, String reason) {

  /** Returns it as a line: {@code - path: before}, {@code + path: after}, or both on one line. */
  @Override
  public String toString() {
    String what =
        before.isEmpty()
            ? "+ " + path + ": " + after
            : after.isEmpty()
                ? "- " + path + ": " + before
                : "~ " + path + ": " + before + " -> " + after;
    return what + "   (" + reason + ")";
  }
}
