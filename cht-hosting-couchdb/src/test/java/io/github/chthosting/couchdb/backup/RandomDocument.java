package io.github.chthosting.couchdb.backup;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.chthosting.couchdb.Database;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A document that grows at random, by revisions of its own making: what its leaves are, with their
 * histories and contents, is known without asking a server. One thread.
 */
final class RandomDocument {
  private static final int LARGE = 1_200_000;

  private final String id;
  private final Random random;
  private final List<Leaf> leaves = new ArrayList<>();

  /**
   * A leaf.
   *
   * @param ids of it and the revisions before it, the newest first
   * @param deleted whether it is
   * @param attachments their sizes; an empty list for none
   */
  record Leaf(List<String> ids, boolean deleted, List<Integer> attachments) {
    Leaf {
      ids = List.copyOf(ids);
      attachments = List.copyOf(attachments);
    }

    String rev() {
      return ids.size() + "-" + ids.get(0);
    }

    /** Attachments differ by revision, some do not. */
    byte[] content(int index) {
      byte[] bytes = new byte[attachments.get(index)];
      new Random(index % 2 == 0 ? ids.get(0).hashCode() : 7).nextBytes(bytes);
      return bytes;
    }

    String type(int index) {
      return index % 3 == 1 ? "text/plain" : "image/png";
    }
  }

  RandomDocument(String id, long seed) {
    this.id = id;
    this.random = new Random(seed);
  }

  String id() {
    return id;
  }

  /** The leaves of now, by revision. */
  Map<String, Leaf> leaves() {
    Map<String, Leaf> byRev = new TreeMap<>();
    leaves.forEach(leaf -> byRev.put(leaf.rev(), leaf));
    return byRev;
  }

  /** Grows by one revision: an edit, a deletion, or a conflict. Returns it as CouchDB takes it. */
  ObjectNode grow() {
    int from = leaves.isEmpty() ? -1 : random.nextInt(leaves.size());
    List<String> history = new ArrayList<>();
    if (from >= 0) {
      List<String> before = leaves.get(from).ids();
      boolean conflict = leaves.size() < 4 && random.nextInt(6) == 0;
      history.addAll(
          conflict ? before.subList(random.nextInt(before.size()), before.size()) : before);
      if (history.size() == before.size()) {
        leaves.remove(from);
      }
    }
    history.add(0, hash());
    boolean deleted = from >= 0 && random.nextInt(7) == 0;
    Leaf leaf = new Leaf(history, deleted, deleted ? List.of() : sizes());
    leaves.add(leaf);
    return json(leaf);
  }

  private String hash() {
    return "%016x%016x".formatted(random.nextLong(), random.nextLong());
  }

  private List<Integer> sizes() {
    List<Integer> sizes = new ArrayList<>();
    for (int i = random.nextInt(8) == 0 ? 1 + random.nextInt(3) : 0; i > 0; i--) {
      sizes.add(
          switch (random.nextInt(12)) {
            case 0 -> LARGE + random.nextInt(1000);
            case 1 -> 0;
            case 2 -> 66_000;
            default -> random.nextInt(3000);
          });
    }
    return sizes;
  }

  private ObjectNode json(Leaf leaf) {
    ObjectNode json = Site.JSON.createObjectNode().put("_id", id).put("_rev", leaf.rev());
    ObjectNode revisions = json.putObject("_revisions").put("start", leaf.ids().size());
    leaf.ids().forEach(revisions.putArray("ids")::add);
    if (leaf.deleted()) {
      json.put("_deleted", true);
    }
    json.put("told", leaf.rev()).put("números \"\\ \u2028\ud83d\ude00", random.nextInt());
    json.putObject("_nested".substring(1)).put("_id", "not mine").putArray("_attachments");
    for (int i = 0; i < leaf.attachments().size(); i++) {
      json.withObject("/_attachments")
          .putObject("a/b +%" + i + "é")
          .put("content_type", leaf.type(i))
          .put("data", leaf.content(i));
    }
    return json;
  }

  /** Checks that a database has these leaves of the document and no others. */
  static void assertLeaves(Database database, String id, Map<String, Leaf> expected)
      throws Exception {
    String[] path = id.startsWith("_design/") ? id.split("/", 2) : new String[] {id};
    Map<String, JsonNode> found = Site.leaves(database, path);
    assertThat(found.keySet()).as(id).isEqualTo(expected.keySet());
    for (Map.Entry<String, Leaf> entry : expected.entrySet()) {
      assertLeaf(found.get(entry.getKey()), entry.getValue());
    }
  }

  private static void assertLeaf(JsonNode found, Leaf leaf) throws Exception {
    assertThat(found.path("told").asString("")).isEqualTo(leaf.rev());
    assertThat(found.path("_deleted").asBoolean(false)).isEqualTo(leaf.deleted());
    List<String> ids = new ArrayList<>();
    found.path("_revisions").path("ids").forEach(id -> ids.add(id.asString("")));
    assertThat(ids).isEqualTo(leaf.ids());
    assertThat(found.path("_attachments").size()).isEqualTo(leaf.attachments().size());
    for (int i = 0; i < leaf.attachments().size(); i++) {
      JsonNode stub = found.path("_attachments").path("a/b +%" + i + "é");
      assertThat(stub.path("length").asInt(0)).isEqualTo(leaf.attachments().get(i));
      assertThat(stub.path("content_type").asString("")).isEqualTo(leaf.type(i));
      if (!stub.has("encoding")) {
        byte[] md5 = MessageDigest.getInstance("MD5").digest(leaf.content(i));
        assertThat(stub.path("digest").asString(""))
            .isEqualTo("md5-" + Base64.getEncoder().encodeToString(md5));
      }
    }
  }
}
