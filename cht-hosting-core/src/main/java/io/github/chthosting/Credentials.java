package io.github.chthosting;

/**
 * The identity that a client shows to a server. Immutable, thread-safe; {@code toString} shows the
 * user's name, never the secret.
 */
public sealed interface Credentials {

  /** Returns credentials for a server that asks for none. */
  static Credentials anonymous() {
    return new Anonymous();
  }

  /** Returns credentials for HTTP basic authentication, sent with every request. */
  static Credentials basic(String user, Secret password) {
    return new Basic(user, password);
  }

  /** Returns credentials for HTTP basic authentication, sent with every request. */
  static Credentials basic(String user, CharSequence password) {
    return new Basic(user, Secret.of(password));
  }

  /**
   * Returns credentials for CouchDB cookie authentication: one {@code POST /_session}, then its
   * cookie, renewed before it ends and after a 401. It spares the server a password hash with each
   * request.
   */
  static Credentials session(String user, Secret password) {
    return new Session(user, password);
  }

  /** The credentials of {@link #anonymous()}. */
  record Anonymous() implements Credentials {}

  /** The credentials of {@link #basic(String, Secret)}. */
  record Basic(String user, Secret password) implements Credentials {
    public Basic {
      requireUser(user);
    }
  }

  /** The credentials of {@link #session(String, Secret)}. */
  record Session(String user, Secret password) implements Credentials {
    public Session {
      requireUser(user);
    }
  }

  private static void requireUser(String user) {
    if (user.isEmpty() || user.indexOf(':') >= 0) {
      throw new IllegalArgumentException("a user name must not be empty nor contain ':'");
    }
  }
}
