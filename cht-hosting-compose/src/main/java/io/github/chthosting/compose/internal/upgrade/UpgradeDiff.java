package io.github.chthosting.compose.internal.upgrade;

import io.github.chthosting.ChtVersion;
import io.github.chthosting.compose.deployment.UpgradeOptions;
import io.github.chthosting.compose.internal.install.GetImage;
import io.github.chthosting.compose.internal.install.LoadImages;
import io.github.chthosting.compose.internal.install.PullPolicy;
import io.github.chthosting.compose.internal.run.RecordDatabases;
import io.github.chthosting.compose.release.ComposeFile;
import io.github.chthosting.compose.release.ReleaseFile;
import io.github.chthosting.plan.Cost;
import io.github.chthosting.plan.Plan;
import io.github.chthosting.plan.PlannedStep;
import io.github.chthosting.plan.Risk;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** The comparison of what runs with what is wanted, which gives a plan. Pure. */
final class UpgradeDiff {
  private final UpgradeFacts facts;
  private final ChtVersion from;
  private final ChtVersion to;
  private final List<ReleaseFile> files;
  private final UpgradeOptions options;
  private final List<PlannedStep> steps = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();

  /**
   * @param files those of the version that is wanted, under the names that the installation has
   */
  UpgradeDiff(
      UpgradeFacts facts,
      ChtVersion from,
      ChtVersion to,
      List<ReleaseFile> files,
      UpgradeOptions options) {
    this.facts = facts;
    this.from = from;
    this.to = to;
    this.files = files;
    this.options = options;
  }

  /** The plan from one version to a later one, or to another build of a branch. */
  Plan upgrade(List<String> firstNotes) {
    notes.addAll(firstNotes);
    notes.addAll(options.staging().notes(from, to));
    differences();
    images();
    steps.addAll(options.staging().steps(facts.layout(), from, to));
    steps.add(keep());
    steps.add(fetch());
    steps.add(
        new UpgradeServices(facts.layout(), before(), KeptVersion.nameOf(to.toString()))
            .costing(cost(120, Risk.REVERSIBLE)));
    steps.add(new RecordDatabases(facts.layout(), false).costing(cost(1, Risk.REVERSIBLE)));
    return new Plan("upgrade %s %s -> %s".formatted(project(), from, to), steps, notes);
  }

  /** Back to files that were kept. */
  Plan back() {
    notes.add("documents that were written since stay; the CHT does not support going back");
    if (from.major() != to.major()) {
      notes.add(
          "the views of " + to + " are indexed again: CouchDB's clean-up may have removed them");
    }
    differences();
    images();
    steps.add(keep());
    steps.add(
        new RollBackServices(facts.layout(), before(), KeptVersion.nameOf(to.toString()))
            .costing(cost(120, Risk.REVERSIBLE)));
    steps.add(new RecordDatabases(facts.layout(), false).costing(cost(1, Risk.REVERSIBLE)));
    return new Plan("roll back %s %s -> %s".formatted(project(), from, to), steps, notes);
  }

  private String project() {
    return facts.layout().project();
  }

  private void differences() {
    for (ReleaseFile file : files) {
      List<String> lines = LineDiff.of(textOf(file.name()), file.text());
      if (!lines.isEmpty()) {
        notes.add("~ file " + facts.layout().composeFolder().resolve(file.name()));
        lines.forEach(line -> notes.add("    " + line));
      }
    }
    facts
        .edited()
        .forEach(
            (name, lines) ->
                notes.add(
                    "%s was edited by hand, and the release's own takes its place: %d lines are not carried over (kept in %s)"
                        .formatted(
                            name, lines.size(), KeptVersion.folder(facts.layout(), before()))));
    Map<String, String> wanted = wantedImages();
    TreeSet<String> services = new TreeSet<>(wanted.keySet());
    services.addAll(facts.images().keySet());
    services.forEach(service -> image(service, wanted));
  }

  private String textOf(String name) {
    return facts.files().stream()
        .filter(each -> each.name().equals(name))
        .map(ReleaseFile::text)
        .findFirst()
        .orElse("");
  }

  private void image(String service, Map<String, String> wanted) {
    String old = facts.images().get(service);
    String fresh = wanted.get(service);
    if (old == null) {
      notes.add("+ image of " + service + ": " + fresh);
    } else if (fresh == null) {
      notes.add("- image of " + service + ": " + old + "; its container goes");
    } else if (!old.equals(fresh)) {
      notes.add("~ image of " + service + ": " + old + " -> " + fresh);
    }
  }

  /**
   * The images by service: of the new files, and of files of the installation that no release has.
   */
  private Map<String, String> wantedImages() {
    Map<String, String> wanted = new TreeMap<>();
    Map<String, String> values = facts.environment().values();
    facts.files().stream()
        .filter(file -> files.stream().noneMatch(each -> each.name().equals(file.name())))
        .forEach(file -> ComposeFile.installed(file.name(), file.text()).images(values, wanted));
    files.forEach(file -> ComposeFile.parse(file.name(), file.text()).images(values, wanted));
    return wanted;
  }

  private void images() {
    Set<String> wanted = new LinkedHashSet<>(wantedImages().values());
    boolean again = to.kind() == ChtVersion.Kind.BRANCH && options.archives().isEmpty();
    if (!again) {
      wanted.removeAll(facts.present());
    }
    if (wanted.isEmpty()) {
      return;
    }
    options
        .archives()
        .forEach(archive -> steps.add(new LoadImages(archive).costing(cost(120, Risk.REVERSIBLE))));
    wanted.forEach(image -> steps.add(pull(image, again)));
  }

  private PlannedStep pull(String image, boolean again) {
    String from = options.registryMirror().isEmpty() ? image : mirrored(image);
    PullPolicy otherwise = again ? PullPolicy.ALWAYS : PullPolicy.MISSING;
    PullPolicy policy = options.archives().isEmpty() ? otherwise : PullPolicy.NEVER;
    return new GetImage(image, from, policy).costing(cost(60, Risk.REVERSIBLE));
  }

  private String mirrored(String image) {
    String first = image.substring(0, Math.max(0, image.indexOf('/')));
    boolean named = first.contains(".") || first.contains(":") || first.equals("localhost");
    return options.registryMirror() + "/" + (named ? image.substring(first.length() + 1) : image);
  }

  /** Two builds of one branch have one name. */
  private String before() {
    String name = KeptVersion.nameOf(from.toString());
    return from.equals(to) ? name + "+before" : name;
  }

  private PlannedStep keep() {
    return new KeepVersion(facts.layout(), before(), from.toString())
        .costing(cost(1, Risk.REVERSIBLE));
  }

  private PlannedStep fetch() {
    List<FileHash> hashes =
        files.stream().map(file -> new FileHash(file.name(), file.sha256())).toList();
    String name = KeptVersion.nameOf(to.toString());
    return new FetchVersion(facts.layout(), name, to.toString(), facts.topology(), hashes)
        .costing(cost(5, Risk.REVERSIBLE));
  }

  static Cost cost(int seconds, Risk risk) {
    return new Cost(0, 0, Duration.ofSeconds(seconds), risk);
  }
}
