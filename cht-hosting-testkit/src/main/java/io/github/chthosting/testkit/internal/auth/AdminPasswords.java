package io.github.chthosting.testkit.internal.auth;

import io.github.chthosting.testkit.internal.config.NodeConfig;

/** Hashes the passwords of {@code [admins]} as they are set. */
public final class AdminPasswords {
  /** Far fewer than CouchDB's 600,000, for the sake of tests' time. */
  public static final int ITERATIONS = 1000;

  /** CouchDB's own default before 3.4. */
  private static final int OLD_ITERATIONS = 10;

  private AdminPasswords() {}

  /** Sees to it that this configuration holds no password. */
  public static void guard(NodeConfig config) {
    config.filter((section, key, value) -> section.equals("admins") ? hash(config, value) : value);
  }

  /** The hash of a password, by what the configuration says; a hash stays as it is. */
  public static String hash(NodeConfig config, String password) {
    return Passwords.isHashed(password)
        ? password
        : Passwords.hashAdmin(password, prf(config), iterations(config));
  }

  public static String prf(NodeConfig config) {
    boolean old = config.version().isBefore(3, 4);
    return config.get("chttpd_auth", "pbkdf2_prf", old ? "sha" : "sha256");
  }

  public static int iterations(NodeConfig config) {
    boolean old = config.version().isBefore(3, 4);
    return config.number("chttpd_auth", "iterations", old ? OLD_ITERATIONS : ITERATIONS);
  }
}
