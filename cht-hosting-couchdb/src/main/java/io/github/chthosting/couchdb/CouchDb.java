package io.github.chthosting.couchdb;

import io.github.chthosting.Credentials;
import io.github.chthosting.couchdb.server.CouchDbException;
import io.github.chthosting.couchdb.server.IllegalNameException;
import io.github.chthosting.couchdb.server.ServerInfo;
import java.net.Proxy;
import java.net.URI;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import okhttp3.OkHttpClient;
import tools.jackson.databind.ObjectMapper;

/**
 * A CouchDB server or cluster, 2.3 to 3.5. Thread-safe; one instance a cluster, closed at the end.
 * Built by {@link #builder(URI, URI...)} alone; a fake for tests is a server, such as the embedded
 * one.
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
public sealed interface CouchDb extends AutoCloseable permits HttpCouchDb {

  /**
   * A client of the server at {@code first}, or of the cluster whose other nodes are at {@code
   * more}: a request goes to one of them, and to another if that one does not answer. An address is
   * {@code http(s)://HOST[:PORT][/PREFIX]}. A user and password in the first one become its
   * credentials and are removed from all.
   *
   * @throws IllegalArgumentException if one is not such an address
   */
  static Builder builder(URI first, URI... more) {
    List<URI> addresses = new ArrayList<>(List.of(more));
    addresses.add(0, first);
    return builder(addresses);
  }

  /** Returns a builder, see {@link #builder(URI, URI...)}. */
  static Builder builder(List<URI> addresses) {
    return new CouchDbBuilder(addresses);
  }

  /**
   * Returns what the server is.
   *
   * @throws io.github.chthosting.HostingException if it is not CouchDB
   * @throws io.github.chthosting.UnsupportedVersionException if it is CouchDB 1.x
   */
  ServerInfo info();

  /**
   * Returns whether the node that answers takes requests: false in maintenance mode and while it
   * seeds. True is no proof that all shards can be read.
   */
  boolean isUp();

  /** Returns the names of all databases, in order. */
  List<String> databases();

  /**
   * Returns what CouchDB says of these databases, by name, in requests of a hundred. Empty for one
   * that does not exist. CouchDB 2.2 or later.
   */
  Map<String, Optional<DatabaseInfo>> databaseInfos(Collection<String> names);

  /**
   * Returns a database, which need not exist. Sends nothing.
   *
   * @throws IllegalNameException if CouchDB would refuse the name
   */
  Database database(String name);

  /** Returns what the nodes do in the background. For administrators. */
  List<ActiveTask> activeTasks();

  /** Returns a node, by its name such as {@code couchdb@10.0.0.1}. Sends nothing. */
  Node node(String name);

  /** Returns the node that answers; with several addresses, see {@link #at(int)}. */
  default Node node() {
    return node("_local");
  }

  /** Returns a request of any kind, by path segments that are not encoded. */
  RawRequest request(String method, String... path);

  /**
   * Returns the same client with another limit for the first byte, and each further read, of an
   * answer.
   */
  CouchDb within(Duration limit);

  /**
   * Returns the same client with every request sent to one of {@link #addresses()}, by its index:
   * for what a single node is asked.
   */
  CouchDb at(int address);

  /** Returns the addresses that it was built with, without credentials. */
  List<URI> addresses();

  /** Returns what reads and writes JSON. */
  ObjectMapper mapper();

  /** Frees connections and threads, unless the HTTP client was brought along. */
  @Override
  void close();

  /** Settings of a client; {@code build()} checks and copies them. Not thread-safe. */
  interface Builder {
    /** Sets the credentials. Default: those in the first address, or none. */
    Builder credentials(Credentials credentials);

    /** Sets the time limit for a connection. Default 10 s. */
    Builder connectTimeout(Duration limit);

    /** Sets the time limit for the first byte of an answer, and between two reads. Default 60 s. */
    Builder readTimeout(Duration limit);

    /** Sets how often a repeatable request is sent at most. Default 5. */
    Builder attempts(int attempts);

    /** Trusts these certificate authorities instead of Java's. */
    Builder trustStore(KeyStore store);

    /** Trusts the PEM certificates in this file instead of Java's authorities. */
    Builder trustedCertificates(Path pem);

    /**
     * Trusts only a server certificate with this SHA-256 (hex, of its DER form), whatever its names
     * and issuer.
     */
    Builder pinnedCertificate(String sha256);

    /** Sends everything through this proxy. */
    Builder proxy(Proxy proxy);

    /** A client to build on: its connections and threads are shared, and it is not closed. */
    Builder client(OkHttpClient client);

    /** Reads and writes JSON with this mapper. Default: one that takes strings of any length. */
    Builder mapper(ObjectMapper mapper);

    /** Builds the client; sends nothing. */
    CouchDb build();
  }
}
