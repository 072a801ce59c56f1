package io.github.chthosting.examples;

import io.github.chthosting.compose.ComposeInstance;
import io.github.chthosting.compose.ComposePlatform;
import io.github.chthosting.compose.FileBackups;
import io.github.chthosting.compose.HostMove;
import io.github.chthosting.compose.deployment.MoveOptions;
import io.github.chthosting.compose.files.FileRepository;
import io.github.chthosting.compose.files.FileTool;
import io.github.chthosting.compose.files.Retention;
import io.github.chthosting.plan.Plan;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Moves a CHT to three CouchDB nodes, back to one, or to another host. */
@Command(
    name = "compose-move",
    mixinStandardHelpOptions = true,
    description = "moves a CHT to three CouchDB nodes, back to one, or to another host",
    footer =
        "To another host: --leave where it is, then --arrive where it goes, with the same repository.")
final class ComposeMove implements Runnable {
  @Mixin private final PlatformOptions options = new PlatformOptions();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(paramLabel = "PROJECT", description = "as compose-status names it")
  private String project = "";

  @ArgGroup(multiplicity = "1")
  private Way way = new Way();

  @Option(names = "--second", description = "data folder of the second node")
  private Optional<Path> second = Optional.empty();

  @Option(names = "--third", description = "data folder of the third node")
  private Optional<Path> third = Optional.empty();

  @Option(names = "--delete-files", description = "delete shard files that are proven elsewhere")
  private boolean deleteFiles;

  @Option(names = "--small-disk", description = "also where the disk may fill")
  private boolean smallDisk;

  @Option(
      names = "--tool",
      defaultValue = "RESTIC",
      description = "${COMPLETION-CANDIDATES}; RESTIC")
  private FileTool tool = FileTool.RESTIC;

  @Option(names = "--repository", description = "of copies, as the tool takes it")
  private String repository = "";

  @Option(names = "--pass", description = "file with its pass phrase, for its owner alone")
  private Optional<Path> pass = Optional.empty();

  /** One of them. */
  private static final class Way {
    @Option(names = "--to-cluster", description = "from one CouchDB node to three")
    private boolean cluster;

    @Option(names = "--to-single", description = "from three CouchDB nodes to one")
    private boolean single;

    @SuppressWarnings("UnusedVariable") // what is left where none of the others was said
    @Option(names = "--leave", description = "copies it, stops it, and copies what changed")
    private boolean leave;

    @Option(names = "--arrive", description = "restores the newest copy in this folder, starts it")
    private Optional<Path> arrive = Optional.empty();
  }

  @Override
  public void run() {
    way.arrive.ifPresent(folder -> arrive(folder.toAbsolutePath().normalize()));
    if (way.arrive.isEmpty()) {
      options.run(options.instance(project).layout().folder(), this::plan);
    }
  }

  private Plan plan() {
    ComposeInstance instance = options.instance(project);
    if (way.cluster) {
      return instance.planToCluster(how());
    }
    if (way.single) {
      return instance.planToSingle(how());
    }
    return leave(instance);
  }

  private Plan leave(ComposeInstance instance) {
    FileRepository copies = repository();
    if (copies.makePassPhrase()) {
      System.out.println(
          copies.passPhrase() + " has a new pass phrase: keep it somewhere else too");
    }
    return HostMove.depart(instance, FileBackups.in(copies), new Retention(7, 4, 12));
  }

  private MoveOptions how() {
    MoveOptions how = MoveOptions.defaults();
    if (second.isPresent() != third.isPresent()) {
      throw wrong("--second and --third go together");
    }
    if (second.isPresent() && third.isPresent()) {
      how = how.folders(second.get(), third.get());
    }
    how = deleteFiles ? how.deletingMovedFiles() : how;
    return smallDisk ? how.acceptingSmallDisk() : how;
  }

  private FileRepository repository() {
    if (repository.isEmpty() || pass.isEmpty()) {
      throw wrong("--repository and --pass are needed");
    }
    return new FileRepository(tool, repository, pass.get());
  }

  private CommandLine.ParameterException wrong(String message) {
    return new CommandLine.ParameterException(spec.commandLine(), message);
  }

  private void arrive(Path folder) {
    if (!Files.isDirectory(folder.resolve(".cht-hosting/restored"))) {
      options.run(folder, () -> HostMove.arrive(FileBackups.in(repository()), project, folder));
    }
    ComposePlatform platform = options.platform();
    Optional<ComposeInstance> there = platform.installation(folder);
    there.ifPresent(found -> options.run(folder, () -> HostMove.start(platform, found)));
    if (there.isEmpty()) {
      System.out.println("then: start it, once it is there");
    }
  }
}
