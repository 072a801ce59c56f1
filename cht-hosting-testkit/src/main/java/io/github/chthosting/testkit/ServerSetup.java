package io.github.chthosting.testkit;

import io.github.chthosting.testkit.internal.auth.AdminPasswords;
import io.github.chthosting.testkit.internal.auth.Passwords;
import io.github.chthosting.testkit.internal.config.ConfigFile;
import io.github.chthosting.testkit.internal.config.NodeConfig;
import io.github.chthosting.testkit.internal.http.ServerVersion;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The settings of a server that is to be started. Used by one thread. */
final class ServerSetup implements EmbeddedCouchDb.Builder {
  private int nodes = 1;
  private boolean joined = true;
  private String adminName = "admin";
  private String adminPassword = "password";
  private List<Integer> ports = List.of();
  private List<String> names = List.of();
  private @Nullable Path folder;
  private String address = "127.0.0.1";
  private final Map<Integer, Path> data = new HashMap<>();
  private final Map<Integer, Path> configurations = new HashMap<>();
  private ServerVersion version = ServerVersion.NEWEST;
  private final Map<Map.Entry<String, String>, String> values = new LinkedHashMap<>();
  private final NodeConfig shared = new NodeConfig();

  @Override
  public ServerSetup nodes(int count) {
    if (count < 1) {
      throw new IllegalArgumentException("a server has at least one node, not " + count);
    }
    nodes = count;
    return this;
  }

  @Override
  public ServerSetup joined(boolean are) {
    joined = are;
    return this;
  }

  @Override
  public ServerSetup admin(String name, String password) {
    adminName = name;
    adminPassword = password;
    return this;
  }

  @Override
  public ServerSetup ports(int... byNode) {
    ports = java.util.Arrays.stream(byNode).boxed().toList();
    return this;
  }

  @Override
  public ServerSetup names(String... byNode) {
    names = List.of(byNode);
    return this;
  }

  @Override
  public ServerSetup folder(Path path) {
    folder = path;
    return this;
  }

  @Override
  public ServerSetup files(int node, Path dataFolder, Path configuration) {
    data.put(node, dataFolder);
    configurations.put(node, configuration);
    return this;
  }

  @Override
  public ServerSetup address(String host) {
    address = host;
    return this;
  }

  @Override
  public ServerSetup config(String section, String key, String value) {
    values.put(Map.entry(section, key), value);
    return this;
  }

  @Override
  public ServerSetup version(String number) {
    version = ServerVersion.parse(number);
    return this;
  }

  @Override
  public EmbeddedCouchDb start() {
    return new EmbeddedServer(this);
  }

  ServerVersion version() {
    return version;
  }

  int count() {
    return nodes;
  }

  boolean isJoined() {
    return joined;
  }

  int port(int node) {
    return node < ports.size() ? ports.get(node) : 0;
  }

  String name(int node) {
    return node < names.size() ? names.get(node) : "couchdb@node" + (node + 1) + ".local";
  }

  String address() {
    return address;
  }

  Optional<Path> data(int node) {
    return Optional.ofNullable(data.get(node)).or(() -> folder(node, "data"));
  }

  private Optional<Path> configuration(int node) {
    return Optional.ofNullable(configurations.get(node)).or(() -> folder(node, "local.ini"));
  }

  private Optional<Path> folder(int node, String name) {
    return Optional.ofNullable(folder).map(path -> path.resolve("node" + (node + 1)).resolve(name));
  }

  /** Returns the configuration of a node; what its folder says comes last. */
  NodeConfig config(int node) {
    NodeConfig config = new NodeConfig(version);
    AdminPasswords.guard(config);
    config.set("couchdb", "uuid", joined ? sharedValue("couchdb", "uuid") : Passwords.salt());
    config.set("cluster", "q", "2");
    config.set("cluster", "n", joined ? String.valueOf(Math.min(nodes, 3)) : "3");
    config.set("chttpd", "bind_address", joined ? "0.0.0.0" : "127.0.0.1");
    config.set("chttpd_auth", "hash_algorithms", "sha256, sha");
    config.set("couch_httpd_auth", "authentication_db", "_users");
    config.set("vendor", "name", "The Apache Software Foundation");
    if (joined) {
      config.set("chttpd_auth", "secret", sharedValue("chttpd_auth", "secret"));
    }
    values.forEach((key, value) -> config.set(key.getKey(), key.getValue(), value));
    configuration(node).ifPresent(file -> ConfigFile.attach(file, config));
    setAdmin(config);
    return config;
  }

  private String sharedValue(String section, String key) {
    if (shared.get(section, key) == null) {
      shared.set(section, key, Passwords.salt());
    }
    return shared.get(section, key, "");
  }

  /** Joined nodes have the same hash, so that sessions of one hold at the others. */
  private void setAdmin(NodeConfig config) {
    if (config.get("admins", adminName) != null) {
      return;
    }
    if (!joined) {
      config.set("admins", adminName, adminPassword);
      return;
    }
    if (shared.get("admins", adminName) == null) {
      shared.set("admins", adminName, AdminPasswords.hash(config, adminPassword));
    }
    config.set("admins", adminName, shared.get("admins", adminName, ""));
  }
}
