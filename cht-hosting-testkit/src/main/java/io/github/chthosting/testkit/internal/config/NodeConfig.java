package io.github.chthosting.testkit.internal.config;

import io.github.chthosting.testkit.internal.http.NodeSettings;
import io.github.chthosting.testkit.internal.http.ServerVersion;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** The configuration of one node: sections of keys, all text. Thread-safe. */
public final class NodeConfig implements NodeSettings {

  /** Hears of a change; {@code value} is null after a deletion. Must not block. */
  @FunctionalInterface
  public interface Listener {
    void changed(String section, String key, @Nullable String value);
  }

  /** Rewrites a value before it is kept, as CouchDB hashes passwords of {@code [admins]}. */
  @FunctionalInterface
  public interface Filter {
    String apply(String section, String key, String value);
  }

  private final Map<String, Map<String, String>> sections = new TreeMap<>();
  private final List<Listener> listeners = new CopyOnWriteArrayList<>();
  private final ServerVersion version;
  private volatile Filter filter = (section, key, value) -> value;

  /** An empty one, of a node that answers as the newest version. */
  public NodeConfig() {
    this(ServerVersion.NEWEST);
  }

  /** An empty one. */
  public NodeConfig(ServerVersion version) {
    this.version = version;
  }

  @Override
  public ServerVersion version() {
    return version;
  }

  @Override
  public synchronized @Nullable String get(String section, String key) {
    return sections.getOrDefault(section, Map.of()).get(key);
  }

  public String get(String section, String key, String other) {
    String value = get(section, key);
    return value == null ? other : value;
  }

  /** The value as a number; {@code other} if it is none. */
  public int number(String section, String key, int other) {
    try {
      return Integer.parseInt(get(section, key, String.valueOf(other)).trim());
    } catch (NumberFormatException e) {
      return other;
    }
  }

  public boolean isTrue(String section, String key, boolean other) {
    return "true".equals(get(section, key, String.valueOf(other)));
  }

  /** A copy of one section; empty if there is none. */
  public synchronized Map<String, String> section(String section) {
    return new LinkedHashMap<>(sections.getOrDefault(section, Map.of()));
  }

  /** A copy of everything. */
  public synchronized Map<String, Map<String, String>> all() {
    Map<String, Map<String, String>> copy = new LinkedHashMap<>();
    sections.forEach((name, keys) -> copy.put(name, new LinkedHashMap<>(keys)));
    return copy;
  }

  /** Sets a value, and returns the one before. */
  public Optional<String> set(String section, String key, String value) {
    String kept = filter.apply(section, key, value);
    String before;
    synchronized (this) {
      before = sections.computeIfAbsent(section, name -> new TreeMap<>()).put(key, kept);
    }
    listeners.forEach(listener -> listener.changed(section, key, kept));
    return Optional.ofNullable(before);
  }

  /** Deletes a value, and returns what it was. */
  public Optional<String> delete(String section, String key) {
    String before;
    synchronized (this) {
      Map<String, String> keys = sections.getOrDefault(section, Map.of());
      before = keys.containsKey(key) ? keys.remove(key) : null;
      if (keys.isEmpty()) {
        sections.remove(section);
      }
    }
    if (before != null) {
      listeners.forEach(listener -> listener.changed(section, key, null));
    }
    return Optional.ofNullable(before);
  }

  public void onChange(Listener listener) {
    listeners.add(listener);
  }

  public void filter(Filter other) {
    filter = other;
  }
}
