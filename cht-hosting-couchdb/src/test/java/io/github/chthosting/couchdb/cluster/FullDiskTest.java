package io.github.chthosting.couchdb.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.chthosting.HostingException;
import io.github.chthosting.couchdb.CouchDb;
import io.github.chthosting.couchdb.disk.FullDisk;
import io.github.chthosting.operation.WorkContext;
import io.github.chthosting.plan.Cost;
import io.github.chthosting.plan.Journal;
import io.github.chthosting.plan.Marks;
import io.github.chthosting.plan.Plan;
import io.github.chthosting.plan.PlannedStep;
import io.github.chthosting.plan.Step;
import io.github.chthosting.plan.StepHandler;
import io.github.chthosting.plan.StepHandlers;
import io.github.chthosting.plan.StepName;
import io.github.chthosting.testkit.EmbeddedCouchDb;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A disk that is full at each write of a plan's journal in turn: the plan ends with a typed error,
 * its journal can be opened again, and it is resumed to its end once there is space.
 */
class FullDiskTest {
  private final Path folder;

  FullDiskTest(@TempDir Path folder) {
    this.folder = folder;
  }

  /** A step that leaves two marks. */
  @StepName("note")
  record Note(int number) implements Step {
    @Override
    public String describe() {
      return "note " + number;
    }
  }

  /** Remembers the numbers of the steps that it did. */
  private static final class Notes implements StepHandler<Note> {
    final List<Integer> did = new ArrayList<>();

    @Override
    public void run(Note step, Marks marks, WorkContext context) {
      marks.put("first", "x".repeat(300));
      did.add(step.number());
      marks.put("second", "y");
    }

    @Override
    public void rollBack(Note step, Marks marks, WorkContext context) {
      did.remove(Integer.valueOf(step.number()));
    }

    StepHandlers handlers() {
      return StepHandlers.builder().add(Note.class, this).build();
    }
  }

  /** The writes of a run with space enough, and the same with space for fewer. */
  private interface Scene {
    Plan plan();

    StepHandlers handlers();

    void requireDone();
  }

  private static int writes(Scene scene, Path place) {
    FullDisk disk = new FullDisk();
    try (Journal journal = Journal.in(disk.at(place))) {
      scene.plan().carriedOutBy(scene.handlers()).apply(journal).await();
    }
    scene.requireDone();
    return disk.writes();
  }

  private static void fullAt(int write, Scene scene, Path place) {
    FullDisk disk = new FullDisk();
    disk.roomFor(write);
    assertThatThrownBy(() -> apply(scene, disk.at(place)))
        .as("full at write %d", write)
        .isExactlyInstanceOf(HostingException.class)
        .hasMessageStartingWith("journal in " + place + " cannot be ")
        .hasMessageContaining("No space left on device")
        .hasMessageEndingWith("then resume the plan, or apply it again.");
    disk.roomFor(Integer.MAX_VALUE);
    try (Journal journal = Journal.in(disk.at(place))) {
      if (journal.unfinished().isPresent()) {
        journal.resume(scene.handlers()).await();
      } else {
        scene.plan().carriedOutBy(scene.handlers()).apply(journal).await();
      }
      assertThat(journal.unfinished()).isEmpty();
    }
    scene.requireDone();
  }

  private static void apply(Scene scene, Path place) {
    try (Journal journal = Journal.in(place)) {
      scene.plan().carriedOutBy(scene.handlers()).apply(journal).await();
    }
  }

  private static Scene notes() {
    Notes notes = new Notes();
    List<PlannedStep> steps =
        IntStream.range(0, 3).mapToObj(i -> new Note(i).costing(Cost.FREE)).toList();
    Plan plan = new Plan("three notes", steps);
    return new Scene() {
      @Override
      public Plan plan() {
        return plan;
      }

      @Override
      public StepHandlers handlers() {
        return notes.handlers();
      }

      @Override
      public void requireDone() {
        assertThat(notes.did).contains(0, 1, 2).isSorted();
      }
    };
  }

  @Test
  void theEngineGoesOnAfterEachWrite() {
    int writes = writes(notes(), folder.resolve("whole"));
    // A folder, a file, and a write and a sync of: the plan, each step's beginning, two marks and
    // end, and the plan's end.
    assertThat(writes).isEqualTo(2 + 2 * (1 + 3 * 4 + 1));
    for (int write = 0; write < writes; write++) {
      fullAt(write, notes(), folder.resolve("full-" + write));
    }
  }

  /** A step is known to the journal before it does anything. */
  @Test
  void noStepBeginsThatCouldNotBeWrittenDown() {
    for (int write = 0; write < 30; write++) {
      Notes notes = new Notes();
      Plan plan = new Plan("one note", List.of(new Note(7).costing(Cost.FREE)));
      FullDisk disk = new FullDisk();
      Path place = folder.resolve("one-" + write);
      disk.roomFor(write);
      try (Journal journal = Journal.in(disk.at(place))) {
        plan.carriedOutBy(notes.handlers()).apply(journal).await();
      } catch (HostingException e) {
        disk.roomFor(Integer.MAX_VALUE);
      }
      try (Journal journal = Journal.in(disk.at(place))) {
        boolean noted = journal.begun().isPresent() || !journal.done().isEmpty();
        boolean over = journal.unfinished().isEmpty() && write >= 14;
        assertThat(notes.did.isEmpty() || noted || over).as("write %d", write).isTrue();
      }
    }
  }

  /** A map that names a node of no cluster is mended. */
  @Test
  void aRepairGoesOnAfterEachWrite() {
    fullAtEach(RangeCut.FORGET, 8);
  }

  @Test
  @Tag("series")
  void aMoveGoesOnAfterEachWrite() {
    fullAtEach(RangeCut.MORE, 20);
  }

  private void fullAtEach(RangeCut kind, int least) {
    try (EmbeddedCouchDb server =
            CutScene.hasty(
                EmbeddedCouchDb.builder().nodes(3).names(KillWorld.NAMES.toArray(String[]::new)));
        CouchDb couch = CutScene.client(server)) {
      int writes = writes(scene(server, couch, kind, "whole"), folder.resolve("whole"));
      assertThat(writes).isGreaterThan(least);
      for (int write = 0; write < writes; write++) {
        String name = "full-" + write;
        fullAt(write, scene(server, couch, kind, name), folder.resolve(name));
      }
    }
  }

  private Scene scene(EmbeddedCouchDb server, CouchDb couch, RangeCut kind, String name) {
    RangeScene scene = new RangeScene(server, couch, kind, folder, name);
    return new Scene() {
      @Override
      public Plan plan() {
        return scene.plan();
      }

      @Override
      public StepHandlers handlers() {
        return scene.changes();
      }

      @Override
      public void requireDone() {
        scene.requireDone();
        scene.close();
      }
    };
  }
}
