package io.github.chthosting.compose.internal.run;

import io.github.chthosting.compose.ComposeInstance;
import io.github.chthosting.compose.ComposePlatform;
import io.github.chthosting.compose.Layout;
import io.github.chthosting.compose.Mode;
import io.github.chthosting.compose.Services;
import io.github.chthosting.compose.host.HostFacts;
import io.github.chthosting.compose.internal.Capability;
import io.github.chthosting.compose.run.ExpectedDatabases;
import io.github.chthosting.operation.WorkContext;
import io.github.chthosting.platform.Marks;
import io.github.chthosting.platform.PlanRefusedException;
import io.github.chthosting.platform.Step;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Starts CouchDB alone, and then the rest. */
public final class Starting implements Capability {
  public static final String STORES = "start-stores";
  public static final String SERVICES = "start-services";
  private static final String[] KEPT = {"up", "--detach"};
  private static final String[] RENEWED = {"up", "--detach", "--force-recreate"};
  private static final Duration UP = Duration.ofMinutes(15);

  private final ComposePlatform platform;

  public Starting(ComposePlatform platform) {
    this.platform = platform;
  }

  @Override
  public Set<String> actions() {
    return Set.of(STORES, SERVICES);
  }

  @Override
  public void run(Step step, Marks marks, WorkContext context) {
    Layout layout = Layout.of(step.arguments());
    platform.requireOwn(layout);
    ComposeInstance instance = platform.instance(layout);
    boolean recreate = step.arguments().containsKey("recreate");
    if (!HostFacts.isLocal(platform.docker())) {
      // Its files are there: what was made of them is started, and nothing is made.
      boolean stores = step.action().equals(STORES);
      new Containers(instance).start(service -> !stores || Services.isStore(service));
      return;
    }
    if (step.action().equals(STORES)) {
      checkFolders(instance);
      stores(instance, recreate);
      StopRecord.end(layout);
    } else if (layout.mode() == Mode.STANDARD) {
      standard(instance, recreate);
    } else {
      up(instance, recreate ? List.of() : List.of("--no-recreate"), List.of());
    }
  }

  /** A data folder that is not there would be made by the engine, and filled by CouchDB. */
  private void checkFolders(ComposeInstance instance) {
    Layout layout = instance.layout();
    if (ExpectedDatabases.read(layout).isEmpty()) {
      return;
    }
    List<Path> folders = instance.dataFolders();
    List<String> reasons = new ArrayList<>();
    folders.stream()
        .filter(folder -> !Files.isDirectory(folder))
        .forEach(folder -> reasons.add("there is no data folder " + folder));
    if (reasons.isEmpty() && folders.stream().allMatch(Starting::isEmpty)) {
      folders.forEach(folder -> reasons.add(folder + " holds no databases"));
    }
    if (!reasons.isEmpty()) {
      reasons.add("mount their disk, or correct " + layout.environment());
      throw new PlanRefusedException("start " + instance.name(), reasons);
    }
  }

  private static boolean isEmpty(Path folder) {
    return !Files.exists(folder.resolve("_dbs.couch")) && !Files.exists(folder.resolve("shards"));
  }

  private void stores(ComposeInstance instance, boolean recreate) {
    List<String> wanted =
        instance.images().keySet().stream().filter(Services::isStore).sorted().toList();
    boolean made = wanted.stream().noneMatch(service -> instance.containers(service).isEmpty());
    boolean direct = instance.layout().mode() == Mode.DIRECT;
    if (made && !recreate) {
      new Containers(instance).start(Services::isStore);
    } else if (direct || ExpectedDatabases.read(instance.layout()).isPresent()) {
      up(instance, recreate ? List.of() : List.of("--no-recreate"), wanted);
    }
    // Else the upgrade service makes them: a new CHT has no databases to be compared.
  }

  private static void up(ComposeInstance instance, List<String> options, List<String> services) {
    List<String> words = new ArrayList<>(List.of("up", "--detach"));
    words.addAll(options);
    words.addAll(services);
    instance.docker().run(instance.compose(words.toArray(String[]::new)).timeLimit(UP));
  }

  private static void standard(ComposeInstance instance, boolean recreate) {
    boolean runs = instance.upgradeService().map(each -> each.status().isUp()).orElse(false);
    boolean made =
        instance.images().keySet().stream()
            .noneMatch(service -> instance.containers(service).isEmpty());
    Containers containers = new Containers(instance);
    if (made && !recreate) {
      // In their order: the upgrade service would start all at once.
      containers.start(service -> !service.equals(Services.UPGRADE));
    }
    if (recreate || !runs) {
      // It starts what its files say when it starts itself.
      String[] words = recreate ? RENEWED : KEPT;
      instance.docker().run(instance.upgradeCompose(words).timeLimit(UP));
    } else if (!made) {
      containers.run(containers.of(Services.UPGRADE::equals), Duration.ofMinutes(2), "restart");
    }
  }

  @Override
  public void rollBack(Step step, Marks marks, WorkContext context) {
    try {
      platform.requireOwn(Layout.of(step.arguments()));
    } catch (PlanRefusedException e) {
      // Then nothing was started here, and what runs is another's.
      return;
    }
    ComposeInstance instance = platform.instance(Layout.of(step.arguments()));
    boolean stores = step.action().equals(STORES);
    new Containers(instance)
        .stop(service -> stores == Services.isStore(service), Duration.ofSeconds(60));
  }
}
