package io.github.chthosting.testkit.internal.http;

import org.jspecify.annotations.Nullable;

/** A node's configuration, as {@code _node/…/_config} shows it. Thread-safe. */
@FunctionalInterface
public interface NodeSettings {

  /** No setting at all: CouchDB's own defaults apply. */
  NodeSettings DEFAULTS = (section, key) -> null;

  /** The value, or null when it is not set. */
  @Nullable String get(String section, String key);

  /** The version of CouchDB that the node answers as. */
  default ServerVersion version() {
    return ServerVersion.NEWEST;
  }

  /** The value as a number; {@code other} if it is not set or is none. */
  default long number(String section, String key, long other) {
    String value = get(section, key);
    try {
      return value == null ? other : Long.parseLong(value.trim());
    } catch (NumberFormatException e) {
      return value != null && value.trim().equals("infinity") ? Long.MAX_VALUE : other;
    }
  }
}
