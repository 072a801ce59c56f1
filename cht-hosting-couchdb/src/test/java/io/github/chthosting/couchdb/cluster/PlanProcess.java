package io.github.chthosting.couchdb.cluster;

import io.github.chthosting.couchdb.CouchDb;
import io.github.chthosting.couchdb.kills.ChildProcess;
import io.github.chthosting.plan.Journal;
import io.github.chthosting.plan.PlanRefusedException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Goes on with a journal's plan, or takes it back, in a process of its own. */
final class PlanProcess {
  private PlanProcess() {}

  /** The direction in which the process carries out its plan. */
  enum Direction {
    FORTH,
    BACK
  }

  static ChildProcess start(Direction direction, Path folder, List<URI> uris) {
    List<String> arguments = new ArrayList<>(List.of(direction.name(), folder.toString()));
    uris.forEach(uri -> arguments.add(uri.toString()));
    return ChildProcess.start(PlanProcess.class, folder.resolve("process.log"), arguments);
  }

  /** The process itself: {@code FORTH|BACK FOLDER URI…}. */
  public static void main(String... arguments) {
    List<URI> uris = Arrays.stream(arguments).skip(2).map(URI::create).toList();
    ChildProcess.end(
        () -> run(Direction.valueOf(arguments[0]), Path.of(arguments[1]), uris),
        PlanRefusedException.class::isInstance);
  }

  private static void run(Direction direction, Path folder, List<URI> uris) {
    try (CouchDb couch = CouchDb.builder(uris).credentials(KillWorld.ADMIN).attempts(2).build();
        Journal journal = Journal.in(folder.resolve("journal"))) {
      ClusterPlans plans =
          ClusterPlans.builder(couch)
              .patience(Duration.ofSeconds(8))
              .splitting(Duration.ofSeconds(15))
              .build();
      if (direction == Direction.FORTH) {
        plans.resume(journal).await();
      } else {
        plans.rollBack(journal).await();
      }
    }
  }
}
