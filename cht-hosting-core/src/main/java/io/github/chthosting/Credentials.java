package io.github.chthosting;

/**
 * Who we are to a server. Immutable, thread-safe; {@code toString} shows the user's name, never the
 * secret.
 */
public sealed interface Credentials {

  /** No authentication. */
  static Credentials anonymous() {
    return new Anonymous();
  }

  /** HTTP basic authentication, sent with every request. */
  static Credentials basic(String user, Secret password) {
    return new Basic(user, password);
  }

  /** HTTP basic authentication, sent with every request. */
  static Credentials basic(String user, CharSequence password) {
    return new Basic(user, Secret.of(password));
  }

  /**
   * CouchDB cookie authentication: one {@code POST /_session}, then its cookie, renewed before it
   * ends and after a 401. It spares the server a password hash with each request.
   */
  static Credentials session(String user, Secret password) {
    return new Session(user, password);
  }

  /** See {@link #anonymous()}. */
  record Anonymous() implements Credentials {}

  /** See {@link #basic(String, Secret)}. */
  record Basic(String user, Secret password) implements Credentials {
    public Basic {
      requireUser(user);
    }
  }

  /** See {@link #session(String, Secret)}. */
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
