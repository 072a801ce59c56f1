package io.github.chthosting.compose.internal.run;

import io.github.chthosting.compose.deployment.Layout;
import io.github.chthosting.compose.deployment.StartedBy;
import io.github.chthosting.compose.internal.host.HostFacts;
import io.github.chthosting.compose.internal.instance.Engine;
import io.github.chthosting.compose.internal.instance.ExpectedDatabases;
import io.github.chthosting.compose.internal.instance.Instance;
import io.github.chthosting.compose.internal.instance.Services;
import io.github.chthosting.operation.WorkContext;
import io.github.chthosting.plan.Marks;
import io.github.chthosting.plan.PlanRefusedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Starts CouchDB alone, and then the rest. */
final class Starting {
  private static final String[] KEPT = {"up", "--detach"};
  private static final String[] RENEWED = {"up", "--detach", "--force-recreate"};
  private static final Duration UP = Duration.ofMinutes(15);

  private final Engine platform;

  Starting(Engine platform) {
    this.platform = platform;
  }

  void startStores(StartStores step, Marks marks, WorkContext context) {
    Instance instance = own(step.layout());
    if (isElsewhere(instance)) {
      new Containers(instance).start(Services::isStore);
      return;
    }
    checkFolders(instance);
    stores(instance, step.recreate());
    StopRecord.end(step.layout());
  }

  void startServices(StartServices step, Marks marks, WorkContext context) {
    Instance instance = own(step.layout());
    if (isElsewhere(instance)) {
      new Containers(instance).start(service -> true);
    } else if (step.layout().mode() == StartedBy.STANDARD) {
      standard(instance, step.recreate());
    } else {
      up(instance, step.recreate() ? List.of() : List.of("--no-recreate"), List.of());
    }
  }

  private Instance own(Layout layout) {
    platform.requireOwn(layout);
    return platform.instance(layout);
  }

  /**
   * Tells whether the engine is on another host; its files are there then, so existing containers
   * are started, and none is made.
   */
  private static boolean isElsewhere(Instance instance) {
    return !HostFacts.isLocal(instance.docker());
  }

  /** A data folder that is not there would be made by the engine, and filled by CouchDB. */
  private void checkFolders(Instance instance) {
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

  private void stores(Instance instance, boolean recreate) {
    List<String> wanted =
        instance.images().keySet().stream().filter(Services::isStore).sorted().toList();
    boolean made = wanted.stream().noneMatch(service -> instance.containers(service).isEmpty());
    boolean direct = instance.layout().mode() == StartedBy.DIRECT;
    if (made && !recreate) {
      new Containers(instance).start(Services::isStore);
    } else if (direct || ExpectedDatabases.read(instance.layout()).isPresent()) {
      up(instance, recreate ? List.of() : List.of("--no-recreate"), wanted);
    }
    // Else the upgrade service makes them: a new CHT has no databases to be compared.
  }

  private static void up(Instance instance, List<String> options, List<String> services) {
    List<String> words = new ArrayList<>(List.of("up", "--detach"));
    words.addAll(options);
    words.addAll(services);
    instance.docker().run(instance.compose(words.toArray(String[]::new)).timeLimit(UP));
  }

  private static void standard(Instance instance, boolean recreate) {
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

  void storesBack(StartStores step, Marks marks, WorkContext context) {
    stop(step.layout(), Services::isStore);
  }

  void servicesBack(StartServices step, Marks marks, WorkContext context) {
    stop(step.layout(), service -> !Services.isStore(service));
  }

  private void stop(Layout layout, Predicate<String> services) {
    try {
      platform.requireOwn(layout);
    } catch (PlanRefusedException e) {
      // Then nothing was started here, and what runs is another's.
      return;
    }
    new Containers(platform.instance(layout)).stop(services, Duration.ofSeconds(60));
  }
}
