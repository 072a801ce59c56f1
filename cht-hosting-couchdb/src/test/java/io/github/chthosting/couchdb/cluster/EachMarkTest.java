package io.github.chthosting.couchdb.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.chthosting.couchdb.CouchDb;
import io.github.chthosting.plan.Journal;
import io.github.chthosting.plan.PlanRefusedException;
import io.github.chthosting.testkit.EmbeddedCouchDb;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Each kind of plan, cut before and right after each mark that it puts into its journal, and at the
 * beginning and the end of each step; then resumed, or taken back where that is still possible, and
 * where it is not, refused with the reason and resumed. {@code -Dcuts.every=1} takes every moment;
 * by default it is every eighth of those plans that have more than 20.
 */
@Tag("series")
class EachMarkTest {
  private static final int EVERY = Integer.getInteger("cuts.every", 8);
  private static final int MANY = 20;
  private static final EmbeddedCouchDb SERVER =
      CutScene.hasty(
          EmbeddedCouchDb.builder().nodes(3).names(KillWorld.NAMES.toArray(String[]::new)));
  private static final CouchDb COUCH = CutScene.client(SERVER);
  private static int scenes;

  private final Path folder;

  EachMarkTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @AfterAll
  static void stop() {
    COUCH.close();
    SERVER.close();
  }

  @ParameterizedTest
  @EnumSource
  void aPlanForRangesIsCut(RangeCut kind) {
    cutEverywhere(
        kind.name().length(), () -> new RangeScene(SERVER, COUCH, kind, folder, "cut-" + scenes++));
  }

  @ParameterizedTest
  @EnumSource
  void aPlanForNodesIsCut(NodeCut kind) {
    cutEverywhere(
        kind.name().length(), () -> new NodeScene(kind, folder.resolve("nodes-" + scenes++)));
  }

  /** Cuts a move while it is taken back, and again while it is resumed afterwards. */
  @ParameterizedTest
  @EnumSource(
      value = RangeCut.class,
      names = {"MOVE", "MORE"})
  void aMoveIsCutForthAndBackAndForth(RangeCut kind) {
    Supplier<CutScene> opened =
        () -> new RangeScene(SERVER, COUCH, kind, folder, "cut-" + scenes++);
    int late = uncut(opened).indexOf("after move-shards, mark phase=joined");
    int at = 0;
    boolean over = false;
    while (!over) {
      try (CutScene scene = opened.get()) {
        over = forthAndBackAndForth(scene, late, at);
        at += EVERY;
      } catch (AssertionError | RuntimeException e) {
        throw new AssertionError("resumed, cut at moment %d: %s".formatted(at, e), e);
      }
    }
    assertThat(at).isGreaterThan(MANY);
  }

  /** Cuts one run forth, back and forth; returns whether it came to its end before that moment. */
  private boolean forthAndBackAndForth(CutScene scene, int late, int at) {
    CutMoments resumed = CutMoments.at(scene.changes(), at);
    boolean over = false;
    try (Journal journal = journal()) {
      CutMoments forth = CutMoments.at(scene.changes(), late);
      assertThatThrownBy(() -> scene.plan().carriedOutBy(forth.handlers()).apply(journal).await())
          .isInstanceOf(CutMoments.Cut.class);
      // Begin, before and after the one mark, end: all is taken back, and not written down.
      CutMoments back = CutMoments.at(scene.changes(), 3);
      assertThatThrownBy(() -> journal.rollBack(back.handlers()).await())
          .isInstanceOf(CutMoments.Cut.class);
      journal.resume(resumed.handlers()).await();
      over = true;
    } catch (CutMoments.Cut e) {
      resume(scene);
    }
    scene.requireDone();
    return over;
  }

  private void cutEverywhere(int number, Supplier<CutScene> opened) {
    List<String> moments = uncut(opened);
    int step = moments.size() > MANY ? EVERY : 1;
    for (int at = number % step; at < moments.size(); at += step) {
      for (boolean back : new boolean[] {false, true}) {
        try (CutScene scene = opened.get()) {
          cut(scene, at, back);
        } catch (AssertionError | RuntimeException e) {
          String then = back ? "taken back" : "resumed";
          throw new AssertionError(
              "cut %d of %d (%s), then %s: %s"
                  .formatted(at, moments.size(), moments.get(at), then, e.getMessage()),
              e);
        }
      }
    }
  }

  private List<String> uncut(Supplier<CutScene> opened) {
    try (CutScene scene = opened.get();
        Journal journal = journal()) {
      CutMoments all = CutMoments.never(scene.changes());
      scene.plan().carriedOutBy(all.handlers()).apply(journal).await();
      scene.requireDone();
      return all.passed();
    }
  }

  private Journal journal() {
    return Journal.in(folder.resolve("journal"));
  }

  private void cut(CutScene scene, int at, boolean back) {
    List<String> passed = passed(scene, at);
    if (passed.isEmpty()) {
      // Another placement has fewer ranges to move, and fewer moments.
      scene.requireDone();
      return;
    }
    if (!back || !takenBack(scene, passed)) {
      resume(scene);
      scene.requireDone();
    }
    try (Journal journal = journal()) {
      assertThat(journal.unfinished()).isEmpty();
    }
  }

  /** The moments up to the cut; none if it came to its end before. */
  private List<String> passed(CutScene scene, int at) {
    CutMoments moments = CutMoments.at(scene.changes(), at);
    try (Journal journal = journal()) {
      scene.plan().carriedOutBy(moments.handlers()).apply(journal).await();
      assertThat(moments.passed()).hasSizeLessThanOrEqualTo(at);
      return List.of();
    } catch (CutMoments.Cut e) {
      return moments.passed();
    }
  }

  private void resume(CutScene scene) {
    try (Journal journal = journal()) {
      journal.resume(scene.changes()).await();
    }
  }

  /**
   * Takes the plan back, if that is allowed, and returns whether it was; then it can be planned and
   * carried out again.
   */
  private boolean takenBack(CutScene scene, List<String> passed) {
    try (Journal journal = journal()) {
      int done = journal.done().size();
      if (scene.isBeyondReturn(done, passed)) {
        assertThatThrownBy(() -> journal.rollBack(scene.changes()).await())
            .isInstanceOf(PlanRefusedException.class)
            .hasMessageContaining("resume");
        return false;
      }
      journal.rollBack(scene.changes()).await();
      scene.requireBack(done);
      return true;
    }
  }
}
