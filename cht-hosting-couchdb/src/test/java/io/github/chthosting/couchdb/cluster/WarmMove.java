package io.github.chthosting.couchdb.cluster;

import io.github.chthosting.Progress;
import io.github.chthosting.couchdb.CouchDb;
import io.github.chthosting.couchdb.DatabaseOptions;
import io.github.chthosting.couchdb.server.CouchDbException;
import io.github.chthosting.plan.Journal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/**
 * Moves a database with views and a Nouveau index from one real node to another, and says how much
 * of both was built in each copy when it entered the map, and how long the first question after the
 * move took. {@code NOUVEAU_URL DOCUMENTS Q}; needs {@code COUCHDB_HOME} and a running Nouveau.
 * With {@code -Dbuilder.off=true} the target does not build indexes by itself.
 */
final class WarmMove {
  private static final String DATABASE = "medic";
  private static final String A = KillWorld.NAMES.get(0);
  private static final String B = KillWorld.NAMES.get(1);
  private static final Map<String, Object> DESIGN =
      Map.of(
          "views",
          Map.of("n", Map.of("map", "function(doc) { emit(doc.n, null); }", "reduce", "_count")),
          "nouveau",
          Map.of(
              "text",
              Map.of(
                  "default_analyzer",
                  "standard",
                  "index",
                  "function(doc) { index('text', 'text', doc.text); index('double', 'n', doc.n); }")));

  private final CouchDb couch;
  private final HttpUrl nouveau;
  private final OkHttpClient http =
      new OkHttpClient.Builder()
          // Nouveau takes whoever has a name for a browser.
          .addNetworkInterceptor(
              chain ->
                  chain.proceed(chain.request().newBuilder().removeHeader("User-Agent").build()))
          .build();
  private final Set<String> joined = new HashSet<>();
  private final Map<String, String> said = new HashMap<>();
  private long start;

  private WarmMove(CouchDb couch, String nouveau) {
    this.couch = couch;
    this.nouveau = HttpUrl.get(nouveau);
  }

  public static void main(String... arguments) throws Exception {
    Path folder = Files.createTempDirectory("warm-move");
    try (OwnNodes nodes = new OwnNodes(folder.resolve("nodes"))) {
      nodes.start(A, B);
      try (CouchDb couch = nodes.client(A, B)) {
        ClusterSetup.run(couch, OwnNodes.ADMIN, "0.0.0.0");
        WarmMove move = new WarmMove(couch, arguments[0]);
        move.run(folder, Integer.parseInt(arguments[1]), Integer.parseInt(arguments[2]));
      }
    }
    System.exit(0);
  }

  private void run(Path folder, int documents, int q) throws InterruptedException {
    for (String node : List.of(A, B)) {
      set(node, "nouveau", "url", nouveau.toString().replaceAll("/$", ""));
      set(node, "nouveau", "enable", "true");
    }
    couch.database(DATABASE).create(DatabaseOptions.defaults().q(q).n(1));
    place(folder, A);
    couch.request("PUT", DATABASE, "_design", "d").body(DESIGN).json();
    MoveUnderLoad.fill(couch, DATABASE, documents);
    first("before, cold");
    first("before, warm");
    if (Boolean.getBoolean("builder.off")) {
      set(B, "ken", "batch_channels", "0");
      set(B, "ken", "incremental_channels", "0");
    }
    start = System.nanoTime();
    Thread watch = new Thread(this::watch, "watch");
    watch.setDaemon(true);
    watch.start();
    place(folder, B);
    System.out.printf(Locale.ROOT, "%6.1f s moved%n", seconds(start));
    watch.interrupt();
    watch.join();
    first("after");
  }

  private void set(String node, String section, String key, String value) {
    couch.request("PUT", "_node", node, "_config", section, key).body(value).json();
  }

  private void first(String when) {
    long begin = System.nanoTime();
    long pending =
        couch
            .request("GET", DATABASE, "_design", "d", "_info")
            .json()
            .at("/view_index/updates_pending/total")
            .asLong(0);
    JsonNode view = couch.request("GET", DATABASE, "_design", "d", "_view", "n").json();
    double viewTime = seconds(begin);
    begin = System.nanoTime();
    JsonNode hits =
        couch
            .request("GET", DATABASE, "_design", "d", "_nouveau", "text")
            .query("q", "n:[0 TO 1000000]")
            .query("limit", 1)
            .json();
    System.out.printf(
        Locale.ROOT,
        "%s: view %.2f s, %d pending before, %d rows; search %.2f s, %d hits, update latency %d ms%n",
        when,
        viewTime,
        pending,
        view.at("/rows/0/value").asLong(0),
        seconds(begin),
        hits.path("total_hits").asLong(0),
        hits.path("update_latency").asLong(0));
  }

  private static double seconds(long since) {
    return (System.nanoTime() - since) / 1e9;
  }

  private void place(Path folder, String node) {
    ShardPlanner plans = ShardPlanner.of(ClusterLayout.of(couch)).only(List.of(DATABASE));
    try (Journal journal = Journal.in(folder.resolve("to-" + node))) {
      var plan = plans.deletingFiles().placeOn(List.of(node));
      if (!plan.isEmpty()) {
        plan.carriedOutBy(Cluster.of(couch).plans().steps())
            .apply(journal)
            .onProgress(this::phase)
            .await();
      }
    }
  }

  private void phase(Progress progress) {
    say("phase", progress.phase());
  }

  /** Prints a text about a subject, once until another text is said of it. */
  private synchronized void say(String subject, String text) {
    if (!text.equals(said.put(subject, text))) {
      System.out.printf(Locale.ROOT, "  %6.1f s %s: %s%n", seconds(start), subject, text);
    }
  }

  /** Says of each copy on the target how much of it is indexed, as long as it moves. */
  private void watch() {
    String signature =
        couch
            .request("GET", DATABASE, "_design", "d", "_nouveau_info", "text")
            .json()
            .at("/search_index/signature")
            .asString("");
    try {
      while (true) {
        JsonNode map = couch.request("GET", "_node", "_local", "_dbs", DATABASE).json();
        String suffix = suffix(map);
        map.path("by_range")
            .properties()
            .forEach(
                range ->
                    look(
                        range.getKey(),
                        suffix,
                        signature,
                        range.getValue().toString().contains(B)));
        Thread.sleep(300);
      }
    } catch (InterruptedException e) {
      // The move is done.
    }
  }

  private static String suffix(JsonNode map) {
    StringBuilder suffix = new StringBuilder();
    map.path("shard_suffix").forEach(one -> suffix.append((char) one.asInt(0)));
    return suffix.toString();
  }

  private void look(String range, String suffix, String signature, boolean in) {
    String file = "shards/" + range + "/" + DATABASE + suffix;
    if (in && !joined.add(range)) {
      return;
    }
    try {
      long sequence = couch.request("GET", "_node", B, file).json().path("update_seq").asLong(0);
      say(
          range,
          "%s with %d changes; built: view %s, Nouveau %s"
              .formatted(
                  in ? "IN THE MAP" : "not in the map",
                  sequence,
                  view(file),
                  search(file, signature)));
    } catch (CouchDbException e) {
      // There is no file yet.
    }
  }

  private String view(String file) {
    if (Boolean.getBoolean("builder.off")) {
      // To ask for it would make one, an empty one.
      return "?";
    }
    try {
      return couch
          .request("GET", "_node", B, file, "_design", "d", "_info")
          .json()
          .at("/view_index/update_seq")
          .asString("");
    } catch (CouchDbException e) {
      // A node alone has the design documents of its own range.
      return "?";
    }
  }

  private String search(String file, String signature) {
    HttpUrl url =
        nouveau
            .newBuilder()
            .addPathSegment("index")
            .addPathSegment(B + "/" + file + "/" + signature)
            .build();
    try (Response response = http.newCall(new Request.Builder().url(url).build()).execute()) {
      String text = response.body().string();
      return response.isSuccessful()
          ? new ObjectMapper().readTree(text).path("update_seq").asString("")
          : "none";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
