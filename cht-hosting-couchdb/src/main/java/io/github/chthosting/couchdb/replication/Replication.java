package io.github.chthosting.couchdb.replication;

import io.github.chthosting.couchdb.DatabaseOptions;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The definition of a replication job: from where, to where, what, and how. Immutable. Two are
 * equal when CouchDB would do the same, credentials included.
 *
 * <p>What is not said is left to the server: its {@code [replicator]} configuration. Documents are
 * chosen by at most one of {@code documents}, {@code selector} and {@code filter}.
 */
public final class Replication {
  private final Endpoint source;
  private final Endpoint target;
  private final ObjectNode options;

  Replication(Endpoint source, Endpoint target, ObjectNode options) {
    this.source = source;
    this.target = target;
    this.options = options.deepCopy();
  }

  /** A one-shot replication of everything, unless more is said. */
  public static Builder builder(Endpoint source, Endpoint target) {
    return new Builder(source, target);
  }

  /** Returns a builder with these settings, to start another one from. */
  public Builder toBuilder() {
    Builder builder = new Builder(source, target);
    builder.options.setAll(options.deepCopy());
    return builder;
  }

  /** Returns the database that is read. */
  public Endpoint source() {
    return source;
  }

  /** Returns the database that is written. */
  public Endpoint target() {
    return target;
  }

  /** Returns whether it goes on with later changes, rather than end with those that were there. */
  public boolean isContinuous() {
    return options.path("continuous").asBoolean(false);
  }

  /** Returns whether it carries only some documents. */
  public boolean isPartial() {
    return options.has("doc_ids") || options.has("selector") || options.has("filter");
  }

  /** Returns everything but source and target, with CouchDB's own names. */
  public ObjectNode options() {
    return options.deepCopy();
  }

  /**
   * Returns the id under which CouchDB 3.x keeps this replication's checkpoints, for {@link
   * ClientReplication.Builder#checkpointOf}: ours then goes on where CouchDB's own stopped, and the
   * other way round. It depends on the server that runs the job.
   *
   * @param serverUuid {@link io.github.chthosting.couchdb.server.ServerInfo#uuid()} of that server
   * @return empty with a selector or a filter function, of which CouchDB hashes a form of its own
   */
  public Optional<String> checkpointId(String serverUuid) {
    return ReplicationId.of(this, serverUuid);
  }

  private static String escaped(String id) {
    return id.replace("%", "%25").replace("+", "%2B");
  }

  /** Returns an id of {@code doc_ids} as CouchDB understands it. */
  static String unescaped(String id) {
    try {
      return URLDecoder.decode(id, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return id;
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Replication replication
        && source.equals(replication.source)
        && target.equals(replication.target)
        && options.equals(replication.options);
  }

  @Override
  public int hashCode() {
    return 31 * source.hashCode() + target.hashCode();
  }

  /** Returns source, target and the names of the options; no values, which may be secret. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder("Replication[" + source + " to " + target);
    options.propertyNames().forEach(name -> text.append(", ").append(name));
    return text.append("]").toString();
  }

  /** Settings of a replication; {@link #build()} checks and copies them. Not thread-safe. */
  public static final class Builder {
    private final Endpoint source;
    private final Endpoint target;
    private final ObjectNode options = JsonNodeFactory.instance.objectNode();

    private Builder(Endpoint source, Endpoint target) {
      this.source = source;
      this.target = target;
    }

    /** Goes on with later changes until cancelled. */
    public Builder continuous() {
      options.put("continuous", true);
      return this;
    }

    /** Creates the target if it is not there, as CouchDB 2.2 or later is told by {@code how}. */
    public Builder createTarget(DatabaseOptions how) {
      options.put("create_target", true);
      options.remove("create_target_params");
      if (!how.parameters().isEmpty()) {
        ObjectNode parameters = options.putObject("create_target_params");
        how.parameters().forEach((name, value) -> parameters.put(name, value.toString()));
      }
      return this;
    }

    /** Chooses only these documents. */
    public Builder documents(Collection<String> ids) {
      var array = options.putArray("doc_ids");
      // CouchDB's replicator decodes them as if they came from a URL.
      ids.stream().distinct().sorted().forEach(id -> array.add(escaped(id)));
      return this;
    }

    /**
     * Chooses only documents that match, by the selector of {@code _find}. CouchDB 2.0 or later.
     */
    public Builder selector(ObjectNode selector) {
      options.set("selector", selector.deepCopy());
      return this;
    }

    /**
     * Chooses only documents that a filter function of the source lets pass, such as {@code
     * app/mine}.
     */
    public Builder filter(String name, Map<String, String> parameters) {
      options.put("filter", name);
      options.remove("query_params");
      if (!parameters.isEmpty()) {
        ObjectNode query = options.putObject("query_params");
        parameters.forEach(query::put);
      }
      return this;
    }

    /** Leaves conflicting revisions behind. CouchDB 3.3 or later. */
    public Builder winningRevisionsOnly() {
      options.put("winning_revs_only", true);
      return this;
    }

    /** Remembers nothing: each run compares all documents again. */
    public Builder withoutCheckpoints() {
      options.put("use_checkpoints", false);
      return this;
    }

    /** Sets how often it remembers how far it is. CouchDB's default: 30 s (5 s before 2.1). */
    public Builder checkpointInterval(Duration interval) {
      return milliseconds("checkpoint_interval", interval);
    }

    /** Sets how long one request may take. CouchDB's default: 30 s. */
    public Builder connectionTimeout(Duration limit) {
      return milliseconds("connection_timeout", limit);
    }

    /** Sets the number of batches in flight. CouchDB's default: 4. */
    public Builder workers(int processes) {
      return positive("worker_processes", processes);
    }

    /** Sets the number of documents in a batch. CouchDB's default: 500. */
    public Builder batchSize(int documents) {
      return positive("worker_batch_size", documents);
    }

    /** Sets the number of connections to each side. CouchDB's default: 20. */
    public Builder connections(int connections) {
      return positive("http_connections", connections);
    }

    /**
     * Attempts of one request before the job crashes and is started again. CouchDB's default: 5.
     */
    public Builder retriesPerRequest(int retries) {
      return positive("retries_per_request", retries);
    }

    /**
     * Returns whether it reads by {@code _bulk_get}. CouchDB 3.3 or later, where the default is
     * true.
     */
    public Builder bulkGet(boolean used) {
      options.put("use_bulk_get", used);
      return this;
    }

    /** Reaches the source through this proxy, from the server that runs the job. */
    public Builder sourceProxy(URI proxy) {
      return proxy("source_proxy", proxy);
    }

    /** Reaches the target through this proxy, from the server that runs the job. */
    public Builder targetProxy(URI proxy) {
      return proxy("target_proxy", proxy);
    }

    private Builder proxy(String name, URI proxy) {
      if (proxy.getHost() == null || proxy.getRawUserInfo() != null) {
        throw new IllegalArgumentException(
            name + " must have a host, and no credentials, which would end up in task lists");
      }
      options.put(name, proxy.toString());
      return this;
    }

    /** Starts after this sequence of the source where there is no checkpoint. */
    public Builder since(String sequence) {
      options.put("since_seq", sequence);
      return this;
    }

    /**
     * Checks and copies.
     *
     * @throws IllegalArgumentException if documents are chosen in more than one way
     */
    public Replication build() {
      int choices = 0;
      for (String choice : new String[] {"doc_ids", "selector", "filter"}) {
        choices += options.has(choice) ? 1 : 0;
      }
      if (choices > 1) {
        throw new IllegalArgumentException(
            "a replication has one of document ids, selector and filter, not " + choices);
      }
      if (source.url().equals(target.url())) {
        throw new IllegalArgumentException("source and target are the same: " + source.url());
      }
      return new Replication(source, target, options);
    }

    private Builder positive(String name, int value) {
      if (value < 1) {
        throw new IllegalArgumentException(name + " must be at least 1, not " + value);
      }
      options.put(name, value);
      return this;
    }

    private Builder milliseconds(String name, Duration value) {
      return positive(name, Math.toIntExact(value.toMillis()));
    }
  }
}
