package io.github.chthosting.testkit.internal.document;

import io.github.chthosting.testkit.internal.store.Rev;
import io.github.chthosting.testkit.internal.store.RevisionLeaf;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The options with which a document is printed.
 *
 * @param attsSince revisions that the client has; attachments that are not newer are stubs
 */
public record ReadOptions(Set<Option> options, @Nullable List<Rev> attsSince) {

  /** A switch, by its name in the query string. */
  public enum Option {
    ATTACHMENTS,
    FOLLOWS,
    ATT_ENCODING_INFO,
    REVS,
    REVS_INFO,
    CONFLICTS,
    DELETED_CONFLICTS,
    LOCAL_SEQ,
    LATEST,
    DELETED;

    static Set<Option> named(String name) {
      return switch (name) {
        case "attachments" -> Set.of(ATTACHMENTS);
        case "att_encoding_info" -> Set.of(ATT_ENCODING_INFO);
        case "meta" -> Set.of(REVS_INFO, CONFLICTS, DELETED_CONFLICTS);
        case "revs" -> Set.of(REVS);
        case "revs_info" -> Set.of(REVS_INFO);
        case "conflicts" -> Set.of(CONFLICTS);
        case "deleted_conflicts" -> Set.of(DELETED_CONFLICTS);
        case "local_seq" -> Set.of(LOCAL_SEQ);
        case "latest" -> Set.of(LATEST);
        case "deleted" -> Set.of(DELETED);
        default -> Set.of();
      };
    }
  }

  /** The document alone, attachments as stubs. */
  public static final ReadOptions PLAIN = new ReadOptions(Set.of(), null);

  public ReadOptions {
    options = Set.copyOf(options);
  }

  /** Options with nothing but these. */
  public static ReadOptions of(Option... some) {
    return new ReadOptions(Set.of(some), null);
  }

  public boolean has(Option option) {
    return options.contains(option);
  }

  ReadOptions with(Option... more) {
    Set<Option> all = EnumSet.noneOf(Option.class);
    all.addAll(options);
    all.addAll(List.of(more));
    return new ReadOptions(all, attsSince);
  }

  ReadOptions since(List<Rev> revs) {
    return new ReadOptions(with(Option.ATTACHMENTS).options, revs);
  }

  /** Returns whether the attachment's bytes go out, rather than a stub. */
  boolean sends(RevisionLeaf leaf, long revpos) {
    if (!has(Option.ATTACHMENTS)) {
      return false;
    }
    return attsSince == null || revpos > knownGeneration(leaf, attsSince);
  }

  private static long knownGeneration(RevisionLeaf leaf, List<Rev> known) {
    long pos = leaf.rev().pos();
    for (String id : leaf.revs()) {
      if (known.contains(new Rev(pos, id))) {
        return pos;
      }
      pos--;
    }
    return 0;
  }
}
