package io.github.chthosting.compose.upgrade;

import io.github.chthosting.ChtVersion;
import io.github.chthosting.compose.release.ComposeFile;
import io.github.chthosting.compose.release.ReleaseFile;
import io.github.chthosting.platform.Cost;
import io.github.chthosting.platform.Plan;
import io.github.chthosting.platform.Risk;
import io.github.chthosting.platform.Step;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** From what runs and what is wanted to a plan. Pure. */
final class UpgradeDiff {
  private final UpgradeFacts facts;
  private final ChtVersion from;
  private final ChtVersion to;
  private final List<ReleaseFile> files;
  private final UpgradeOptions options;
  private final List<Step> steps = new ArrayList<>();
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

  /** From one version to a later one, or to another build of a branch. */
  Plan upgrade(List<String> firstNotes) {
    notes.addAll(firstNotes);
    notes.addAll(options.staging().notes(from, to));
    differences();
    images();
    steps.addAll(options.staging().steps(facts.layout(), from, to));
    steps.add(keep());
    steps.add(fetch());
    steps.add(exchange("upgrade-services"));
    steps.add(new Step("record-databases", facts.layout().arguments(), cost(1, Risk.NONE)));
    return new Plan("upgrade %s %s -> %s".formatted(project(), from, to), steps, notes);
  }

  /** Back to files that were kept. */
  Plan back() {
    notes.add("documents that were written since stay; the CHT does not support going back");
    if (from.major() != to.major()) {
      notes.add(
          "the views of " + to + " are indexed anew: CouchDB's clean-up may have removed them");
    }
    differences();
    images();
    steps.add(keep());
    steps.add(exchange("roll-back-services"));
    steps.add(new Step("record-databases", facts.layout().arguments(), cost(1, Risk.NONE)));
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

  /** By service: of the new files, and of files of the installation that no release has. */
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
        .forEach(
            archive ->
                steps.add(
                    new Step(
                        "load-images",
                        Map.of("archive", archive.toString()),
                        cost(120, Risk.REVERSIBLE))));
    wanted.forEach(image -> steps.add(pull(image, again)));
  }

  private Step pull(String image, boolean again) {
    Map<String, String> arguments = new TreeMap<>(Map.of("image", image));
    if (again) {
      arguments.put("again", "yes");
    }
    if (!options.registryMirror().isEmpty()) {
      arguments.put("from", mirrored(image));
    }
    if (!options.archives().isEmpty()) {
      arguments.put("pull", "never");
    }
    return new Step("get-image", arguments, cost(60, Risk.REVERSIBLE));
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

  private Step keep() {
    Map<String, String> arguments = new TreeMap<>(facts.layout().arguments());
    arguments.put("version", from.toString());
    arguments.put("name", before());
    return new Step("keep-version", arguments, cost(1, Risk.NONE));
  }

  private Step fetch() {
    Map<String, String> arguments = new TreeMap<>(facts.layout().arguments());
    arguments.put("version", to.toString());
    arguments.put("name", KeptVersion.nameOf(to.toString()));
    arguments.put("topology", facts.topology().name());
    files.forEach(file -> arguments.put("sha256." + file.name(), file.sha256()));
    return new Step("fetch-version", arguments, cost(5, Risk.NONE));
  }

  private Step exchange(String action) {
    Map<String, String> arguments = new TreeMap<>(facts.layout().arguments());
    arguments.put("from", before());
    arguments.put("to", KeptVersion.nameOf(to.toString()));
    return new Step(action, arguments, cost(120, Risk.REVERSIBLE));
  }

  static Cost cost(int seconds, Risk risk) {
    return new Cost(0, 0, Duration.ofSeconds(seconds), risk);
  }
}
