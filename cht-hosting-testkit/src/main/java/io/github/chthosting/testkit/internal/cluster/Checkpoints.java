package io.github.chthosting.testkit.internal.cluster;

import io.github.chthosting.testkit.internal.erlang.ErlangTerm;
import io.github.chthosting.testkit.internal.store.IdRange;
import io.github.chthosting.testkit.internal.store.JsonBody;
import io.github.chthosting.testkit.internal.store.LocalDatabase;
import io.github.chthosting.testkit.internal.store.LocalDocument;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Iterator;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The progress of internal replication from one file to another: a {@code _local/shard-sync-…}
 * document in both, whose history also lets a reader of one copy go on at another.
 */
final class Checkpoints {
  private static final String PREFIX = "_local/shard-sync-";
  private static final int REMEMBERED = 20;

  private final String sourceNode;
  private final LocalDatabase source;
  private final String targetNode;
  private final LocalDatabase target;
  private final String id;

  Checkpoints(String sourceNode, LocalDatabase source, String targetNode, LocalDatabase target) {
    this.sourceNode = sourceNode;
    this.source = source;
    this.targetNode = targetNode;
    this.target = target;
    id = PREFIX + hash(source.uuid()) + "-" + hash(target.uuid());
  }

  private static String hash(String uuid) {
    try {
      byte[] digest =
          MessageDigest.getInstance("MD5").digest(new ErlangTerm().binary(uuid).packed());
      return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The source's sequence that both sides remember; 0 if one of them does not. */
  long start() {
    return Math.min(sequence(source), sequence(target));
  }

  private long sequence(LocalDatabase file) {
    return file.local(id).map(found -> found.body().tree().path("seq").asLong(0)).orElse(0L);
  }

  /** Remembers that the target, at its sequence, has all up to the source's. */
  void save(long sourceSequence, long targetSequence) {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.put("seq", sourceSequence).put("target_uuid", target.uuid());
    ArrayNode history = body.putObject("history").putArray(sourceNode);
    history
        .addObject()
        .put("source_node", sourceNode)
        .put("source_uuid", source.uuid())
        .put("source_seq", sourceSequence)
        .put("target_node", targetNode)
        .put("target_uuid", target.uuid())
        .put("target_seq", targetSequence);
    for (JsonNode entry : before()) {
      if (history.size() < REMEMBERED) {
        history.add(entry);
      }
    }
    JsonBody text = JsonBody.of(body);
    write(source, text);
    write(target, text);
  }

  private JsonNode before() {
    return source
        .local(id)
        .map(found -> found.body().tree().path("history").path(sourceNode))
        .orElseGet(JsonNodeFactory.instance::arrayNode);
  }

  private void write(LocalDatabase file, JsonBody text) {
    file.writeLocal(id, file.local(id).map(LocalDocument::rev).orElse(null), text);
  }

  /**
   * The sequence after which a reader goes on in {@code file} who has read another copy up to
   * {@code sequence}: the latest of {@code file}'s sequences which that copy had by then; 0 if none
   * is known.
   *
   * @param uuid the first digits of the other copy's uuid
   */
  static long equivalent(LocalDatabase file, String uuid, String node, long sequence) {
    Iterator<LocalDocument> documents =
        file.locals(new IdRange(PREFIX, PREFIX + "\uffff", true, false));
    long found = 0;
    while (documents.hasNext()) {
      JsonNode body = documents.next().body().tree();
      for (JsonNode history : body.path("history")) {
        for (JsonNode entry : history) {
          boolean fits =
              entry.path("source_uuid").asString("").equals(file.uuid())
                  && entry.path("target_uuid").asString("").startsWith(uuid)
                  && entry.path("target_node").asString("").equals(node)
                  && entry.path("target_seq").asLong(0) <= sequence;
          found = fits ? Math.max(found, entry.path("source_seq").asLong(0)) : found;
        }
      }
    }
    return found;
  }

  /**
   * The sequence after which a reader goes on in a part of a split range who has read the whole
   * range up to {@code sequence}.
   */
  static long ofSplit(LocalDatabase part, String uuid, long sequence) {
    Optional<LocalDocument> document = part.local(SPLIT + uuid);
    long position = 0;
    if (document.isPresent()) {
      for (JsonNode entry : document.get().body().tree().path("sequences")) {
        if (entry.asLong(0) > sequence) {
          break;
        }
        position++;
      }
    }
    return position;
  }

  /** Followed by the first digits of the uuid of the file that was split. */
  static final String SPLIT = "_local/shard-split-";
}
