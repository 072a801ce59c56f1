package io.github.chthosting.couchdb.replication;

import io.github.chthosting.CheckReturnValue;
import io.github.chthosting.Credentials;
import java.net.URI;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * A database as CouchDB's replicator reaches it: an absolute URL, and credentials apart from it.
 * Immutable; {@code toString} shows the URL and the user's name only.
 *
 * <p>The server that runs the job opens this URL, so the name must resolve there, not here. CouchDB
 * 3.x does not accept names of local databases.
 */
@CheckReturnValue
public final class Endpoint {
  private final URI url;
  private final Credentials credentials;
  private final Map<String, String> headers;

  private Endpoint(URI url, Credentials credentials, Map<String, String> headers) {
    this.url = url;
    this.credentials = credentials;
    this.headers = headers;
  }

  /**
   * A database by its URL, without credentials.
   *
   * @throws IllegalArgumentException if it is not an absolute http or https URL with a path, or has
   *     a user or password in it, which would end up in logs and task lists
   */
  public static Endpoint of(URI url) {
    requireBare(url);
    return new Endpoint(withoutSlash(url), Credentials.anonymous(), Map.of());
  }

  private static void requireBare(URI url) {
    if (url.getRawUserInfo() != null) {
      throw new IllegalArgumentException(
          "the URL of a replication's database must not hold credentials; use credentials(…)");
    }
    String scheme = url.getScheme();
    if (!"http".equals(scheme) && !"https".equals(scheme)) {
      throw new IllegalArgumentException("not an http or https URL: " + url);
    }
    if (url.getHost() == null || url.getRawPath().length() < 2) {
      throw new IllegalArgumentException("a URL with host and database is needed, not " + url);
    }
  }

  private static URI withoutSlash(URI url) {
    String text = url.toString();
    return text.endsWith("/") ? URI.create(text.substring(0, text.length() - 1)) : url;
  }

  /**
   * Returns the same database, opened with these credentials. {@link Credentials.Session} counts as
   * basic: CouchDB's replicator opens a session by itself.
   */
  public Endpoint credentials(Credentials newCredentials) {
    return new Endpoint(url, asBasic(newCredentials), headers);
  }

  private static Credentials asBasic(Credentials credentials) {
    return credentials instanceof Credentials.Session session
        ? Credentials.basic(session.user(), session.password())
        : credentials;
  }

  /** Returns the same database with one more header in each request; its value is never shown. */
  public Endpoint header(String name, String value) {
    Map<String, String> more = new TreeMap<>(headers);
    more.put(name, value);
    return new Endpoint(url, credentials, Map.copyOf(more));
  }

  /** Returns the URL, without credentials and without a slash at its end. */
  public URI url() {
    return url;
  }

  /** Returns the identity that the replicator shows to this database. */
  public Credentials credentials() {
    return credentials;
  }

  Map<String, String> headers() {
    return new TreeMap<>(headers);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Endpoint endpoint
        && url.equals(endpoint.url)
        && credentials.equals(endpoint.credentials)
        && headers.equals(endpoint.headers);
  }

  @Override
  public int hashCode() {
    return Objects.hash(url, headers.keySet());
  }

  @Override
  public String toString() {
    return credentials instanceof Credentials.Basic basic ? url + " as " + basic.user() : "" + url;
  }
}
