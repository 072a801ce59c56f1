package io.github.chthosting.testkit.contract;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * The tools of a case: requests as an administrator, a database of its own (<code>{db}</code> in a
 * path), and a list of what is to be undone at its end. {@code node} and {@code as} give another
 * view of the same scene.
 */
public final class Scene {
  private static final String PREFIX =
      "contract-" + Long.toString(ThreadLocalRandom.current().nextLong(1L << 40), 36);
  private static final AtomicInteger COUNT = new AtomicInteger();
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private final Server server;
  private final URI node;
  private final String authorization;
  private final String name;
  private final Deque<Runnable> undo;

  private Scene(Server server, URI node, String authorization, String name, Deque<Runnable> undo) {
    this.server = server;
    this.node = node;
    this.authorization = authorization;
    this.name = name;
    this.undo = undo;
  }

  static Scene on(Server server) {
    String name = PREFIX + "-" + COUNT.incrementAndGet();
    return new Scene(
        server, server.nodes().get(0), server.authorization(), name, new ArrayDeque<>());
  }

  /**
   * The name that the case may use for what it creates; the database <code>{db}</code> bears it.
   */
  public String name() {
    return name;
  }

  public int nodes() {
    return server.nodes().size();
  }

  /** The address of the node that this view asks. */
  public URI address() {
    return node;
  }

  /** The same scene, asking another node. */
  public Scene node(int index) {
    return new Scene(server, server.nodes().get(index), authorization, name, undo);
  }

  /** The same scene, asking as someone else. */
  public Scene as(String user, String password) {
    return new Scene(server, node, Server.basic(user + ":" + password), name, undo);
  }

  /** The same scene, asking without credentials. */
  public Scene anonymous() {
    return new Scene(server, node, "", name, undo);
  }

  /** Creates the database, with one shard and one copy so that its rows have one order. */
  public Scene database() {
    return database("q=1&n=1");
  }

  /** Creates the database with these parameters. */
  public Scene database(String query) {
    createDatabase("{db}", query);
    return this;
  }

  /** Creates a database under any name, to be deleted at the end. */
  public Answer createDatabase(String path, String query) {
    later(() -> delete("/" + path));
    return ask("PUT", "/" + path + "?" + query).send().status(201);
  }

  /** Has something undone at the end, whatever happens. */
  public void later(Runnable action) {
    undo.push(action);
  }

  void end() {
    undo.forEach(Runnable::run);
  }

  public Ask ask(String method, String path) {
    Ask ask = new Ask(node, method, path.replace("{db}", name));
    return authorization.isEmpty() ? ask : ask.header("Authorization", authorization);
  }

  public Answer get(String path) {
    return ask("GET", path).send();
  }

  public Answer head(String path) {
    return ask("HEAD", path).send();
  }

  public Answer delete(String path) {
    return ask("DELETE", path).send();
  }

  public Answer put(String path, String json) {
    return ask("PUT", path).json(json).send();
  }

  public Answer post(String path, String json) {
    return ask("POST", path).json(json).send();
  }

  /** Writes a document that must be accepted, and gives its revision. */
  public String write(String path, String json) {
    Answer answer = put(path, json);
    return (answer.status() == 202 ? answer : answer.status(201)).rev();
  }

  /** Stores a revision as replication does, with the history given: newest hash first. */
  public Answer graft(String id, String body, int generation, String... hashes) {
    String separator = body.equals("{}") ? "" : ",";
    String doc =
        body.substring(0, body.length() - 1)
            + separator
            + "'_id':'%s','_revisions':{'start':%d,'ids':['%s']}}"
                .formatted(id, generation, String.join("','", hashes));
    return post("/{db}/_bulk_docs", "{'new_edits':false,'docs':[" + doc + "]}").is(201, "[]");
  }

  /** Waits until something holds, and fails if it does not within half a minute. */
  public static void until(String what, BooleanSupplier holds) {
    Instant end = Instant.now().plus(LIMIT);
    while (!holds.getAsBoolean()) {
      if (Instant.now().isAfter(end)) {
        throw new AssertionError("did not happen within " + LIMIT + ": " + what);
      }
      LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
    }
  }

  /** Repeats a request until its answer has this status. */
  public static Answer until(int status, Supplier<Answer> request) {
    Answer[] last = new Answer[1];
    until(
        "status " + status,
        () -> {
          last[0] = request.get();
          return last[0].status() == status;
        });
    return last[0];
  }

  /** Repeats a request until its answer, 200, has this {@link Shape}: each read is of one copy. */
  public static void untilLike(String shape, Supplier<Answer> request) {
    until(
        shape,
        () -> {
          Answer answer = request.get();
          return answer.status() == 200 && Shape.of(shape).differences(answer.json()).isEmpty();
        });
  }
}
