package io.github.chthosting.testkit.internal.cluster;

import io.github.chthosting.testkit.internal.http.ApiException;
import io.github.chthosting.testkit.internal.store.LocalDatabase;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Finds out from which shard, and from where in it, a reader of changes goes on, also when the map
 * is another than when the sequence was given: the range may have moved or been split. What cannot
 * be known is read again from the start.
 */
final class SequenceResolver {

  /** A shard, and the sequence after which it is read. */
  record Start(OpenShard shard, long sequence) {}

  private final ShardSelection selection;

  SequenceResolver(ShardSelection selection) {
    this.selection = selection;
  }

  /**
   * The places at which to go on after {@code since}.
   *
   * @throws ApiException 400 if it cannot be read, 412 or 500 if a range does not answer
   */
  List<Start> resolve(String since) {
    if (since.equals("0")) {
      return selection.ring().stream().map(shard -> new Start(shard, 0)).toList();
    }
    if (since.equals("now")) {
      return selection.ring().stream()
          .map(shard -> new Start(shard, shard.file().sequence()))
          .toList();
    }
    return resolve(parse(since));
  }

  private static PackedSequence parse(String since) {
    try {
      return PackedSequence.parse(since);
    } catch (IllegalArgumentException e) {
      throw ApiException.badRequest("Malformed sequence supplied in 'since' parameter.");
    }
  }

  private List<Start> resolve(PackedSequence since) {
    Map<ShardCopy, PackedSequence.Part> known = known(since);
    Set<Range> live = new TreeSet<>();
    selection.map().copies().stream()
        .filter(selection::isUsable)
        .forEach(copy -> live.add(copy.range()));
    Set<Range> preferred = new TreeSet<>(known.keySet().stream().map(ShardCopy::range).toList());
    List<Range> ring = Ring.cover(live, 0, (1L << 32) - 1, preferred::contains);
    if (ring.isEmpty()) {
      throw selection.unavailable();
    }
    List<Start> starts = new ArrayList<>();
    for (Range range : ring) {
      starts.add(start(range, known, since));
    }
    return starts;
  }

  /** The parts whose shard is in the map still, and answers. */
  private Map<ShardCopy, PackedSequence.Part> known(PackedSequence since) {
    Map<ShardCopy, PackedSequence.Part> known = new LinkedHashMap<>();
    for (PackedSequence.Part part : since.parts()) {
      for (ShardCopy copy : selection.map().copiesOf(part.range())) {
        if (copy.node().equals(part.node()) && selection.isUsable(copy)) {
          known.merge(copy, part, (a, b) -> a.sequence() >= b.sequence() ? a : b);
        }
      }
    }
    return known;
  }

  private Start start(
      Range range, Map<ShardCopy, PackedSequence.Part> known, PackedSequence since) {
    for (Map.Entry<ShardCopy, PackedSequence.Part> entry : known.entrySet()) {
      Optional<OpenShard> shard = selection.open(entry.getKey());
      if (entry.getKey().range().equals(range) && shard.isPresent()) {
        return new Start(shard.get(), sequence(shard.get().file(), entry.getValue()));
      }
    }
    OpenShard shard = replacement(range, since);
    return new Start(shard, replaced(shard, since));
  }

  /** Another copy of the range; of a range that was split, the part on the same node. */
  private OpenShard replacement(Range range, PackedSequence since) {
    @Nullable OpenShard any = null;
    for (ShardCopy copy : selection.map().copiesOf(range)) {
      Optional<OpenShard> shard = selection.open(copy);
      if (shard.isPresent()) {
        any = any == null ? shard.get() : any;
        if (since.parts().stream().anyMatch(part -> part.node().equals(copy.node()))) {
          any = replaced(shard.get(), since) > replaced(any, since) ? shard.get() : any;
        }
      }
    }
    if (any == null) {
      throw selection.unavailable();
    }
    return any;
  }

  /** The sequence in the very file: the number itself, unless the file was created again. */
  private static long sequence(LocalDatabase file, PackedSequence.Part part) {
    String uuid = part.uuid();
    if (uuid == null) {
      return part.sequence();
    }
    if (part.split()) {
      return Checkpoints.ofSplit(file, uuid, part.sequence());
    }
    return file.uuid().startsWith(uuid) ? part.sequence() : 0;
  }

  private long replaced(OpenShard shard, PackedSequence since) {
    long best = 0;
    for (PackedSequence.Part part : since.parts()) {
      String uuid = part.uuid();
      if (uuid != null && part.range().overlaps(shard.copy().range())) {
        best = Math.max(best, replaced(shard, part, uuid));
      }
    }
    return best;
  }

  private long replaced(OpenShard shard, PackedSequence.Part part, String uuid) {
    if (shard.file().uuid().startsWith(uuid)) {
      return part.sequence(); // the file itself was brought to another node
    }
    if (!part.range().equals(shard.copy().range())) {
      return Checkpoints.ofSplit(shard.file(), uuid, part.sequence());
    }
    if (!isInTheMap(part)) {
      return 0; // CouchDB looks into the history of copies for one whose node is down, no other
    }
    String node = part.epochNode() == null ? part.node() : part.epochNode();
    return Checkpoints.equivalent(shard.file(), uuid, node, part.sequence());
  }

  private boolean isInTheMap(PackedSequence.Part part) {
    return selection.map().copiesOf(part.range()).stream()
        .anyMatch(copy -> copy.node().equals(part.node()));
  }
}
