package io.github.chthosting.couchdb;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A CouchDB server or cluster, 2.3 to 3.5. Thread-safe; one instance a cluster, closed at the end.
 *
 * <p>Building it sends nothing. Reads, and writes that may be repeated without harm, are tried
 * again as {@code attempts} says; other writes are sent once. Every call may throw {@link
 * io.github.chthosting.UnreachableException}, {@link io.github.chthosting.TimedOutException},
 * {@link io.github.chthosting.AccessDeniedException} and {@link CouchDbException}.
 *
 * <pre>{@code
 * try (CouchDb couch = CouchDb.builder(uri).credentials(Credentials.basic("admin", password)).build()) {
 *   System.out.println(couch.database("medic").info().documents());
 * }
 * }</pre>
 */
public interface CouchDb extends AutoCloseable {

  /**
   * What the server is.
   *
   * @throws io.github.chthosting.HostingException if it is not CouchDB
   * @throws io.github.chthosting.UnsupportedVersionException if it is CouchDB 1.x
   */
  ServerInfo info();

  /**
   * Whether the node that answers takes requests: false in maintenance mode and while it seeds.
   * True is no proof that all shards can be read.
   */
  boolean isUp();

  /** The names of all databases, in order. */
  List<String> databases();

  /**
   * What CouchDB says of these databases, by name, in requests of a hundred. Empty for one that
   * does not exist. CouchDB 2.2 or later.
   */
  Map<String, Optional<DatabaseInfo>> databaseInfos(Collection<String> names);

  /**
   * A database, which need not exist. Sends nothing.
   *
   * @throws IllegalNameException if CouchDB would refuse the name
   */
  Database database(String name);

  /** Any request, by path segments that are not encoded. */
  RawRequest request(String method, String... path);

  /** The same client with another limit for the first byte, and each further read, of an answer. */
  CouchDb within(Duration limit);

  /**
   * The same client with every request sent to one of {@link #addresses()}, by its index: for what
   * a single node is asked.
   */
  CouchDb at(int address);

  /** The addresses that it was built with, without credentials. */
  List<URI> addresses();

  /** What reads and writes JSON. */
  ObjectMapper mapper();

  /** Frees connections and threads, unless the HTTP client was brought along. */
  @Override
  void close();
}
