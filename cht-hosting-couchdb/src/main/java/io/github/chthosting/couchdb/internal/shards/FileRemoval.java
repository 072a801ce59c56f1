package io.github.chthosting.couchdb.internal.shards;

import io.github.chthosting.couchdb.internal.WorkMark;
import io.github.chthosting.couchdb.server.NotFoundException;
import io.github.chthosting.plan.PlanRefusedException;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Deletes shard files, the only way to do so. Right before each deletion the map is read again, as
 * the node that is spoken to has it and as the file's own node has it, and the file is asked
 * whether a plan fills it: a plan may be resumed days after its last look.
 */
public final class FileRemoval {
  private final MapEditor editor;
  private final String step;
  private final Predicate<WorkMark> own;

  /**
   * @param step that deletes, for messages
   * @param own whether a mark is of the plan that deletes
   */
  public FileRemoval(MapEditor editor, String step, Predicate<WorkMark> own) {
    this.editor = editor;
    this.step = step;
    this.own = own;
  }

  /**
   * Deletes a file, if it is there.
   *
   * @throws PlanRefusedException if it is in use; it was not deleted
   */
  public void delete(ShardFile file) {
    if (file.info().isPresent()) {
      requireUnused(file);
      file.delete();
    }
  }

  /**
   * Checks that no map names a file, and no other plan fills it.
   *
   * @throws PlanRefusedException if it is in use
   */
  public void requireUnused(ShardFile file) {
    boolean live = isNamed(editor.read(), file);
    try {
      live = live || isNamed(editor.read(file.node()), file);
    } catch (NotFoundException e) {
      // A node that has not heard of the database, or is no member any more.
    }
    if (live) {
      throw refused(
          "%s is in the map: another plan has put it there, and it is in use. It was not deleted. Take this plan back, which leaves the map as it is, observe and plan again"
              .formatted(file));
    }
    Optional<WorkMark> other = file.mark().filter(own.negate());
    if (other.isPresent()) {
      throw refused(
          "%s is being filled (%s). It was not deleted. Wait for that plan, resume it or take it back"
              .formatted(file, other.get()));
    }
  }

  private PlanRefusedException refused(String reason) {
    return new PlanRefusedException(step, List.of(reason));
  }

  private static boolean isNamed(MapDocument map, ShardFile file) {
    return map.ranges().entrySet().stream()
        .anyMatch(
            range ->
                map.file(range.getKey()).equals(file.name())
                    && range.getValue().contains(file.node()));
  }
}
