package io.github.chthosting.couchdb.migration;

import io.github.chthosting.Operation;
import io.github.chthosting.couchdb.CouchDb;
import io.github.chthosting.couchdb.Database;
import io.github.chthosting.couchdb.Document;
import io.github.chthosting.couchdb.internal.design.Designs;
import io.github.chthosting.couchdb.maintenance.IndexBuild;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.node.ObjectNode;

/**
 * Builds the indexes of a release before it is installed: its design documents are staged beside
 * those in use ({@code _design/:staged:…}, as the CHT's own upgrade does) and their indexes are
 * built, one design document at a time. The release then finds them built, since an index' files
 * are named by its code. What is in use is not touched. Thread-safe.
 */
public final class PreIndex {
  private static final String DESIGN = "_design/";
  private static final String STAGED = DESIGN + ":staged:";

  private final CouchDb couch;
  private final ReleaseDesigns release;

  private PreIndex(CouchDb couch, ReleaseDesigns release) {
    this.couch = couch;
    this.release = release;
  }

  /** The indexes of that release on that server. Sends nothing. */
  public static PreIndex of(CouchDb couch, ReleaseDesigns release) {
    return new PreIndex(couch, release);
  }

  /**
   * Stages the design documents of databases that are there. One that is staged already and says
   * the same is left alone, so it may be called again; another one of that name is replaced.
   *
   * @return what was written, such as {@code medic/_design/:staged:medic}
   */
  public List<String> stage() {
    List<String> written = new ArrayList<>();
    release
        .databases()
        .forEach(
            (name, designs) -> {
              Database database = couch.database(name);
              if (database.exists()) {
                designs.forEach(design -> stage(database, design, written));
              }
            });
    return written;
  }

  private void stage(Database database, ObjectNode design, List<String> written) {
    ObjectNode staged = design.deepCopy();
    String id = STAGED + design.path("_id").asString("").substring(DESIGN.length());
    staged.put("_id", id);
    staged.remove("_rev");
    // The CHT's upgrade must not take it for its own, whose version would be the same.
    staged.put("version", "preindex-" + release.version());
    ObjectNode present = database.find(id).map(Document::json).orElse(null);
    if (present != null) {
      staged.put("_rev", present.path("_rev").asString(""));
    }
    if (!staged.equals(present)) {
      database.put(Document.of(staged));
      written.add(database.name() + "/" + id);
    }
  }

  /**
   * Returns the build of all that {@link #stage()} staged; start it. Ask {@link
   * IndexBuild#freeDisk} of it: a second set of indexes may need as much disk as the first.
   */
  public IndexBuild build() {
    IndexBuild build = IndexBuild.of(couch);
    for (Map.Entry<String, Document> one : staged()) {
      build.design(one.getKey(), one.getValue().id().substring(DESIGN.length()));
    }
    return build;
  }

  /** Starts {@link #build()} as an operation. Its result is the number of design documents. */
  public Operation<Integer> start() {
    return build().start();
  }

  private List<Map.Entry<String, Document>> staged() {
    List<Map.Entry<String, Document>> staged = new ArrayList<>();
    for (String name : release.databases().keySet()) {
      Database database = couch.database(name);
      if (database.exists()) {
        Designs.of(database).stream()
            .filter(design -> design.id().startsWith(STAGED))
            .forEach(design -> staged.add(Map.entry(name, design)));
      }
    }
    return staged;
  }

  /**
   * Takes it back: deletes what is staged for this release, and no other's. Their indexes go at the
   * next {@link io.github.chthosting.couchdb.maintenance.Maintenance#cleanUp}.
   *
   * @return what was deleted
   */
  public List<String> unstage() {
    List<String> deleted = new ArrayList<>();
    for (Map.Entry<String, Document> one : staged()) {
      Document design = one.getValue();
      if (design.get("version").asString("").equals("preindex-" + release.version())) {
        couch.database(one.getKey()).delete(design.id(), design.rev().orElseThrow());
        deleted.add(one.getKey() + "/" + design.id());
      }
    }
    return deleted;
  }
}
