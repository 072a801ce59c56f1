package io.github.chthosting.compose;

import static io.github.chthosting.compose.TestInstance.DOCKER;
import static io.github.chthosting.compose.TestInstance.IMAGES;
import static io.github.chthosting.compose.TestInstance.PLATFORM;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.chthosting.ChtVersion;
import io.github.chthosting.HostingException;
import io.github.chthosting.compose.engine.Container;
import io.github.chthosting.compose.engine.DockerCommand;
import io.github.chthosting.compose.move.MoveOptions;
import io.github.chthosting.compose.move.TopologyPlan;
import io.github.chthosting.compose.release.Release;
import io.github.chthosting.compose.release.ReleaseFile;
import io.github.chthosting.compose.release.ReleaseSource;
import io.github.chthosting.compose.testing.MortalCli;
import io.github.chthosting.compose.testing.TestRelease;
import io.github.chthosting.couchdb.CouchDb;
import io.github.chthosting.couchdb.Database;
import io.github.chthosting.couchdb.cluster.ClusterLayout;
import io.github.chthosting.couchdb.migration.InstanceIdentity;
import io.github.chthosting.operation.WorkContext;
import io.github.chthosting.platform.Journal;
import io.github.chthosting.platform.Marks;
import io.github.chthosting.platform.Plan;
import io.github.chthosting.platform.PlanRefusedException;
import io.github.chthosting.platform.ServiceStatus;
import io.github.chthosting.platform.Step;
import io.github.chthosting.platform.StepRunner;
import io.github.chthosting.platform.Topology;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From one CouchDB node to three and back, on a real engine; nothing is lost on the way. */
class TopologyDockerIT {
  private static final MoveOptions OPTIONS = MoveOptions.defaults().acceptingSmallDisk();
  private static final String VERSION = "5.0.2";

  private final Path folder;

  TopologyDockerIT(@TempDir Path folder) {
    this.folder = folder;
  }

  private static void write(TestInstance cht, int from, int to) {
    try (CouchDb couch = cht.observed().couchDb()) {
      Database medic = couch.database("medic");
      for (int i = from; i < to; i++) {
        medic.put("person-" + i, Map.of("number", i));
      }
    }
  }

  private static void assertWritten(TestInstance cht, int count) {
    try (CouchDb couch = cht.observed().couchDb()) {
      for (int i = 0; i < count; i++) {
        assertThat(couch.database("medic").get("person-" + i, Map.class).get("number"))
            .isEqualTo(i);
      }
    }
  }

  private static InstanceIdentity identity(TestInstance cht) {
    try (CouchDb couch = cht.observed().couchDb()) {
      return InstanceIdentity.of(couch.at(0));
    }
  }

  /** Ranges by node. */
  private static Map<String, Long> copies(TestInstance cht) {
    try (CouchDb couch = cht.observed().couchDb()) {
      ClusterLayout layout = ClusterLayout.of(couch);
      assertThat(layout.findings()).isEmpty();
      Map<String, Long> copies = new TreeMap<>();
      layout.shares().forEach((node, share) -> copies.put(node, share.copies()));
      return copies;
    }
  }

  private static void assertNothingToInstall(TestInstance cht, Mode mode) {
    Plan plan = cht.plan(cht.observed().deployment(), mode);
    assertThat(plan.isEmpty()).as(plan.toString()).isTrue();
  }

  @Test
  void toAClusterAndBack() throws IOException, InterruptedException {
    try (TestInstance cht = new TestInstance(folder)) {
      cht.install(VERSION, Topology.SINGLE, Mode.STANDARD);
      cht.awaitHealthy(VERSION);
      write(cht, 0, 30);
      InstanceIdentity identity = identity(cht);
      Map<String, Long> alone = copies(cht);
      assertThat(alone.keySet()).containsExactly("couchdb@127.0.0.1");
      Map<String, String> settings = cht.observed().environment().values();

      cht.apply(TopologyPlan.toCluster(PLATFORM, cht.observed(), OPTIONS));
      cht.awaitHealthy(VERSION);
      assertCluster(cht, alone);
      assertThat(identity(cht)).isEqualTo(identity);
      assertWritten(cht, 30);
      assertNothingToInstall(cht, Mode.STANDARD);
      assertThatThrownBy(() -> TopologyPlan.toCluster(PLATFORM, cht.observed(), OPTIONS))
          .isInstanceOf(PlanRefusedException.class)
          .hasMessageContaining(cht.project + " is CLUSTERED already");
      write(cht, 30, 60);

      withDatabasesMadeMeanwhile(cht);
      cht.awaitHealthy(VERSION);
      assertThat(cht.observed().topology()).isEqualTo(Topology.SINGLE);
      try (CouchDb couch = cht.observed().couchDb()) {
        assertThat(couch.database("medic-user-new-meta").get("read", Map.class).get("read"))
            .isEqualTo(true);
        couch.database("medic-user-new-meta").delete();
      }
      assertThat(copies(cht)).isEqualTo(alone);
      assertThat(identity(cht)).isEqualTo(identity);
      assertThat(cht.observed().environment().values()).isEqualTo(settings);
      assertWritten(cht, 60);
      assertNothingToInstall(cht, Mode.STANDARD);
      assertThat(cht.observed().containers())
          .extracting(Container::service)
          .noneMatch(service -> service.startsWith("couchdb-"));
    }
  }

  /** Its shards are on nodes that go: nothing is stopped, and the next plan gathers them too. */
  private static void withDatabasesMadeMeanwhile(TestInstance cht) {
    Plan plan = TopologyPlan.toSingle(PLATFORM, cht.observed(), OPTIONS);
    List<Instant> since = started(cht);
    assertThatThrownBy(() -> cht.apply(plan, new Before("change-topology", () -> create(cht))))
        .isInstanceOf(HostingException.class)
        .hasMessageContaining("a database was made since. Give this plan up, and plan again");
    assertThat(started(cht)).isEqualTo(since);
    try (Journal journal = Journal.in(cht.folder.resolve(".cht-hosting/journal"))) {
      assertThat(journal.rollBack(PLATFORM.changes()).await()).isTrue();
    }
    cht.apply(TopologyPlan.toSingle(PLATFORM, cht.observed(), OPTIONS));
  }

  private static void create(TestInstance cht) {
    try (CouchDb couch = cht.observed().couchDb()) {
      couch.database("medic-user-new-meta").create();
      couch.database("medic-user-new-meta").put("read", Map.of("read", true));
    }
  }

  private static List<Instant> started(TestInstance cht) {
    return cht.observed().status().stream().map(ServiceStatus::started).sorted().toList();
  }

  /** Does something before a step. */
  private record Before(String action, Runnable work) implements StepRunner {
    @Override
    public void run(Step step, Marks marks, WorkContext context) throws Exception {
      if (step.action().equals(action)) {
        work.run();
      }
      PLATFORM.changes().run(step, marks, context);
    }

    @Override
    public void rollBack(Step step, Marks marks, WorkContext context) throws Exception {
      PLATFORM.changes().rollBack(step, marks, context);
    }
  }

  @Test
  void killedAfterEachChangeAndResumed() throws IOException, InterruptedException {
    try (TestInstance cht = new TestInstance(folder)) {
      cht.install(VERSION, Topology.SINGLE, Mode.DIRECT);
      cht.awaitHealthy(VERSION);
      write(cht, 0, 30);
      Map<String, Long> alone = copies(cht);
      Plan plan = TopologyPlan.toCluster(PLATFORM, cht.observed(), OPTIONS);
      Set<String> deaths = new HashSet<>();
      List<String> written = new ArrayList<>();
      Predicate<String> deadly =
          words -> {
            if (words.contains(" up ") && words.contains(" couchdb-1.local") && isUp(cht, "api")) {
              written.add(words);
            }
            return deaths.add(words);
          };
      while (applyMortal(cht, plan, deadly) instanceof MortalCli.Killed) {
        assertThat(deaths).hasSizeLessThan(40);
        reboot(cht);
      }
      assertThat(written).as("api ran while the nodes were named").isEmpty();
      // Stopped: writers, their way, CouchDB, its index; gone: the old; started: CouchDB, all.
      assertThat(deaths).hasSizeGreaterThanOrEqualTo(7);
      cht.awaitHealthy(VERSION);
      assertCluster(cht, alone);
      assertWritten(cht, 30);

      // And the way to one node taken back from the middle, when that one ran already.
      Plan back = TopologyPlan.toSingle(PLATFORM, cht.observed(), OPTIONS);
      AtomicInteger ups = new AtomicInteger();
      assertThat(
              applyMortal(cht, back, words -> words.contains(" up ") && ups.incrementAndGet() == 2))
          .isInstanceOf(MortalCli.Killed.class);
      takenBackByMortals(cht);
      cht.awaitHealthy(VERSION);
      assertThat(cht.observed().topology()).isEqualTo(Topology.CLUSTERED);
      assertThat(copies(cht).get("couchdb@couchdb-1.local")).isEqualTo(sum(alone));
      assertWritten(cht, 30);
    }
  }

  /** It starts what was stopped, as the restart policy of the CHT has it. */
  private static void reboot(TestInstance cht) {
    cht.observed()
        .containers("api")
        .forEach(each -> DOCKER.run(DockerCommand.of("start", each.id())));
  }

  private static boolean isUp(TestInstance cht, String service) {
    return cht.observed().containers(service).stream()
        .anyMatch(each -> each.status().state().equals("running"));
  }

  /** Killed after each change of the way back too. */
  private static void takenBackByMortals(TestInstance cht) {
    Set<String> deaths = new HashSet<>();
    Path folder = cht.folder.resolve(".cht-hosting/journal");
    Throwable end = new AssertionError();
    while (end != null) {
      ComposePlatform platform = mortal(deaths::add, Duration.ofMinutes(1));
      try (Journal journal = Journal.in(folder)) {
        end = catchThrowable(() -> journal.rollBack(platform.changes()).await());
      }
      if (end != null) {
        assertThat(end).isInstanceOf(MortalCli.Killed.class);
      }
      assertThat(deaths).hasSizeLessThan(30);
    }
    assertThat(deaths).hasSizeGreaterThanOrEqualTo(6);
  }

  @Test
  void aNodeThatDoesNotComeUpIsTakenBack() throws IOException, InterruptedException {
    IMAGES.buildFailing("5.0.9", "couchdb");
    try (TestInstance cht = new TestInstance(folder)) {
      cht.install(VERSION, Topology.SINGLE, Mode.DIRECT);
      cht.awaitHealthy(VERSION);
      write(cht, 0, 10);
      Map<String, Long> alone = copies(cht);
      List<ReleaseFile> files = cht.observed().files();
      Map<String, String> settings = cht.observed().environment().values();
      ComposePlatform platform =
          ComposePlatform.builder(DOCKER)
              .releases(secondNodeFailing())
              .patience(Duration.ofMinutes(4))
              .build();
      Plan plan = TopologyPlan.toCluster(platform, cht.observed(), OPTIONS);
      withItsFolderInUse(cht, plan, platform);
      assertThatThrownBy(() -> cht.apply(plan, platform.changes()))
          .isInstanceOf(HostingException.class)
          .hasMessageContaining("service couchdb-2.local ends again and again")
          .hasMessageContaining("Rolled back: " + cht.project + " runs as before");
      cht.awaitHealthy(VERSION);
      assertThat(cht.observed().topology()).isEqualTo(Topology.SINGLE);
      assertThat(cht.observed().files()).isEqualTo(files);
      assertThat(cht.observed().environment().values()).isEqualTo(settings);
      assertThat(copies(cht)).isEqualTo(alone);
      assertWritten(cht, 10);
      // Not in the way of another try.
      assertThat(TopologyPlan.toCluster(PLATFORM, cht.observed(), OPTIONS).steps()).isNotEmpty();
    }
  }

  /** It could be another CouchDB. */
  private static void withItsFolderInUse(TestInstance cht, Plan plan, ComposePlatform platform) {
    String name = cht.project + "-held";
    String mount = cht.observed().dataFolders().get(0) + ":/held";
    String image = IMAGES.name("couchdb", VERSION);
    String[] run = {"run", "--detach", "--name", name, "--volume", mount, "--entrypoint", "sleep"};
    DOCKER.run(
        DockerCommand.of(
            Stream.concat(Stream.of(run), Stream.of(image, "600")).toArray(String[]::new)));
    try {
      assertThatThrownBy(() -> cht.apply(plan, platform.changes()))
          .isInstanceOf(HostingException.class)
          .hasMessageContaining("is in use by [" + name + "]: stop them first")
          .hasMessageContaining("Rolled back: " + cht.project + " runs as before");
    } finally {
      DOCKER.run(DockerCommand.of("rm", "--force", name));
    }
  }

  private static ReleaseSource secondNodeFailing() {
    ReleaseSource source = TestRelease.source(IMAGES);
    return new ReleaseSource() {
      @Override
      public Release fetch(ChtVersion version, Topology topology) {
        return new Release(
            version,
            source.fetch(version, topology).files().stream()
                .map(file -> new ReleaseFile(file.name(), failing(file.text())))
                .toList());
      }

      @Override
      public ReleaseFile upgradeService() {
        return source.upgradeService();
      }
    };
  }

  private static String failing(String text) {
    int node = text.indexOf("  couchdb-2.local:");
    return node < 0
        ? text
        : text.substring(0, node)
            + text.substring(node).replaceFirst("couchdb:" + VERSION, "couchdb:5.0.9");
  }

  private static Throwable applyMortal(TestInstance cht, Plan plan, Predicate<String> deadly) {
    ComposePlatform platform = mortal(deadly, Duration.ofMinutes(4));
    return catchThrowable(() -> cht.apply(plan, platform.changes()));
  }

  private static ComposePlatform mortal(Predicate<String> deadly, Duration patience) {
    return ComposePlatform.builder(MortalCli.when(deadly, DOCKER))
        .releases(TestRelease.source(IMAGES))
        .patience(patience)
        .build();
  }

  private static long sum(Map<String, Long> copies) {
    return copies.values().stream().mapToLong(each -> each).sum();
  }

  private static void assertCluster(TestInstance cht, Map<String, Long> alone) {
    assertThat(cht.observed().topology()).isEqualTo(Topology.CLUSTERED);
    assertThat(cht.observed().isUp()).isTrue();
    Map<String, Long> spread = copies(cht);
    assertThat(spread.keySet())
        .containsExactly(
            "couchdb@couchdb-1.local", "couchdb@couchdb-2.local", "couchdb@couchdb-3.local");
    assertThat(sum(spread)).isEqualTo(sum(alone));
    assertThat(spread.values()).allMatch(each -> each >= sum(alone) / 3 - 1);
  }
}
