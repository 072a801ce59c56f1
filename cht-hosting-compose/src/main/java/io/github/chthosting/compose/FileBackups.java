package io.github.chthosting.compose;

import io.github.chthosting.compose.deployment.Layout;
import io.github.chthosting.compose.files.FileRepository;
import io.github.chthosting.compose.files.FileSnapshot;
import io.github.chthosting.compose.files.FileSnapshot.Part;
import io.github.chthosting.compose.files.FileToolException;
import io.github.chthosting.compose.files.Retention;
import io.github.chthosting.compose.internal.files.CheckNodes;
import io.github.chthosting.compose.internal.files.CheckRepository;
import io.github.chthosting.compose.internal.files.CopyFiles;
import io.github.chthosting.compose.internal.files.FileCopySteps;
import io.github.chthosting.compose.internal.files.FileSources;
import io.github.chthosting.compose.internal.files.ForgetCopies;
import io.github.chthosting.compose.internal.files.MakeRepository;
import io.github.chthosting.compose.internal.files.PlaceFiles;
import io.github.chthosting.compose.internal.files.RemoveScratch;
import io.github.chthosting.compose.internal.files.Repository;
import io.github.chthosting.compose.internal.files.RestoreFiles;
import io.github.chthosting.compose.internal.files.VerifyFiles;
import io.github.chthosting.compose.internal.host.HostFacts;
import io.github.chthosting.compose.internal.instance.Instance;
import io.github.chthosting.compose.internal.steps.ComposeSteps;
import io.github.chthosting.plan.Cost;
import io.github.chthosting.plan.Plan;
import io.github.chthosting.plan.PlanRefusedException;
import io.github.chthosting.plan.PlannedStep;
import io.github.chthosting.plan.Risk;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Copies of the files of instances, while they run, in one repository. Thread-safe.
 *
 * <p>The order is that of CouchDB's manual: indexes of views, then shards, then CouchDB's own
 * databases, with {@code .env}, the release's files and what lies in volumes (the certificate,
 * CouchDB's settings). CouchDB only appends to its files, so that they may be read while they grow.
 * A backup of documents ({@code couchdb.backup}) can be restored into any other cluster; this one
 * only under the same names of nodes.
 */
public final class FileBackups {
  private static final Cost READS = new Cost(0, 0, Duration.ofSeconds(5), Risk.NONE);
  private static final Cost WRITES = new Cost(0, 0, Duration.ofSeconds(5), Risk.REVERSIBLE);

  private final FileRepository repository;

  private FileBackups(FileRepository repository) {
    this.repository = repository;
  }

  /** Returns the copies in a repository. Reads and writes nothing yet. */
  public static FileBackups in(FileRepository repository) {
    return new FileBackups(repository);
  }

  /**
   * Returns what is kept, the oldest first, copies that were cut included.
   *
   * @throws FileToolException if the repository cannot be read
   */
  public List<FileSnapshot> snapshots() {
    return Repository.of(repository).snapshots();
  }

  /**
   * Copies all files of an instance, makes the repository if need be, and forgets what {@code
   * retention} does not keep of this instance.
   *
   * @throws PlanRefusedException with every reason: the engine is elsewhere, data lies in a volume
   *     or may not be read, the pass phrase is open to others
   */
  public Plan planBackup(ComposeInstance instance, Retention retention) {
    return planBackup(instance, retention, Instant.now());
  }

  /**
   * Plans like {@link #planBackup(ComposeInstance, Retention)}, for a copy named after this second.
   */
  public Plan planBackup(ComposeInstance of, Retention retention, Instant at) {
    Instance instance = of.observed();
    String title = "copy of the files of " + instance.name();
    check(title, instance);
    repository.secret();
    String name = instance.name() + "-" + Repository.STAMP.format(at);
    Layout layout = instance.layout();
    List<PlannedStep> steps = new ArrayList<>();
    steps.add(new MakeRepository(repository).costing(WRITES));
    FileSources sources = FileSources.of(instance);
    for (Part part : Part.values()) {
      long bytes = part == Part.SYSTEM ? 0 : size(sources.paths(part, Path.of("")));
      Cost cost = new Cost(bytes, bytes, time(bytes), Risk.REVERSIBLE);
      steps.add(new CopyFiles(repository, layout, name, part).costing(cost));
    }
    Cost forgets = new Cost(0, 0, Duration.ofSeconds(30), Risk.REDUNDANT);
    steps.add(new ForgetCopies(repository, layout.project(), retention).costing(forgets));
    return new Plan(title, steps, List.of("+ copy " + name + " in " + repository))
        .carriedOutBy(ComposeSteps.of(instance.platform()));
  }

  private static void check(String title, Instance instance) {
    List<String> reasons = new ArrayList<>();
    if (!HostFacts.isLocal(instance.docker())) {
      reasons.add("its engine is on another host: run this there");
    }
    List<Path> folders = instance.dataFolders();
    if (folders.isEmpty()) {
      reasons.add("its data folders are not known: start it, or set COUCHDB_DATA in its .env");
    }
    for (Path each : reasons.isEmpty() ? folders : List.<Path>of()) {
      if (!each.isAbsolute()) {
        reasons.add("its data is in the volume " + each + ", not in a folder");
      } else if (!Files.isReadable(each)) {
        reasons.add(each + " may not be read: run as root");
      }
    }
    if (!reasons.isEmpty()) {
      throw new PlanRefusedException(title, reasons);
    }
  }

  private static long size(List<Path> paths) {
    long size = 0;
    for (Path path : paths) {
      try (Stream<Path> all = Files.walk(path)) {
        size += all.filter(Files::isRegularFile).mapToLong(each -> each.toFile().length()).sum();
      } catch (IOException | UncheckedIOException e) {
        // An estimate: what goes meanwhile does not count.
        size += 0;
      }
    }
    return size;
  }

  private static Duration time(long bytes) {
    return Duration.ofSeconds(5 + bytes / 50_000_000);
  }

  /**
   * Reads the whole repository against its checksums, restores one copy below {@code scratch}, and
   * compares the files of databases and settings with the hashes from when they were copied.
   *
   * @param scratch a folder that is not there; it needs the room of the copy, and is removed
   */
  public Plan planVerify(String name, Path scratch) {
    String title = "verify " + name;
    require(title, name, scratch);
    Path place = scratch.toAbsolutePath().normalize();
    List<PlannedStep> steps = new ArrayList<>();
    steps.add(new CheckRepository(repository).costing(READS));
    steps.addAll(restore(name, place));
    steps.add(new VerifyFiles(name, place).costing(READS));
    steps.add(new RemoveScratch(place).costing(WRITES));
    return new Plan(title, steps).carriedOutBy(FileCopySteps.restoring());
  }

  /**
   * Restores a copy into a folder: verified first, then put into place, with {@code .env} speaking
   * of the new folders. Nothing is started: {@code platform.installation(folder)} finds it, and
   * {@code planStart()} compares its databases with what was recorded.
   *
   * @param folder that is empty or not there
   * @param nodes the names that CouchDB's nodes will have; none if they are as before. Others than
   *     those of the copy are refused, before databases are read: their maps would name nobody
   */
  public Plan planRestore(String name, Path folder, Collection<String> nodes) {
    String title = "restore the files of " + name;
    Path to = folder.toAbsolutePath().normalize();
    require(title, name, to);
    Path scratch = to.resolve(".cht-hosting/restoring");
    List<PlannedStep> steps = new ArrayList<>(restore(name, scratch));
    if (!nodes.isEmpty()) {
      List<String> names = List.copyOf(new TreeSet<>(nodes));
      steps.add(1, new CheckNodes(name, scratch, names).costing(READS));
    }
    steps.add(new VerifyFiles(name, scratch).costing(READS));
    steps.add(new PlaceFiles(name, scratch, to).costing(WRITES));
    return new Plan(
            title,
            steps,
            List.of(
                "+ installation in " + to + ", under its previous project name",
                "the certificate and CouchDB's settings of the volumes: in "
                    + to.resolve(".cht-hosting/restored")))
        .carriedOutBy(FileCopySteps.restoring());
  }

  private void require(String title, String name, Path folder) {
    List<String> reasons = new ArrayList<>();
    if (!isFree(folder)) {
      reasons.add(folder + " is not empty: name another folder");
    }
    if (snapshots().stream().noneMatch(each -> each.isComplete() && each.name().equals(name))) {
      reasons.add("there is no complete copy " + name + " in " + repository);
    }
    if (!reasons.isEmpty()) {
      throw new PlanRefusedException(title, reasons);
    }
  }

  /** Our own folder, with the journal of this, may be there. */
  private static boolean isFree(Path folder) {
    if (!Files.exists(folder)) {
      return true;
    }
    try (Stream<Path> all = Files.list(folder)) {
      return all.allMatch(each -> each.endsWith(".cht-hosting"));
    } catch (IOException e) {
      return false;
    }
  }

  /** Settings first: they say whether the rest is wanted. */
  private List<PlannedStep> restore(String name, Path scratch) {
    Cost cost = new Cost(0, 0, Duration.ofMinutes(1), Risk.REVERSIBLE);
    return Stream.of(Part.SYSTEM, Part.DATABASES, Part.VIEWS)
        .map(part -> new RestoreFiles(repository, name, part, scratch).costing(cost))
        .toList();
  }
}
