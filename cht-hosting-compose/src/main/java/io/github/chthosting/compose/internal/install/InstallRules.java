package io.github.chthosting.compose.internal.install;

import io.github.chthosting.compose.deployment.ComposeDeployment;
import io.github.chthosting.compose.deployment.InstallOptions;
import io.github.chthosting.compose.deployment.Layout;
import io.github.chthosting.compose.deployment.StartedBy;
import io.github.chthosting.compose.engine.Container;
import io.github.chthosting.compose.internal.destroy.DataFolder;
import io.github.chthosting.platform.CertificateSource;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Why an installation cannot be planned. Pure. */
final class InstallRules {
  private final ComposeDeployment deployment;
  private final InstallOptions options;
  private final InstallFacts facts;
  private final List<String> reasons = new ArrayList<>();

  private InstallRules(ComposeDeployment deployment, InstallOptions options, InstallFacts facts) {
    this.deployment = deployment;
    this.options = options;
    this.facts = facts;
  }

  /** All reasons, each with what to do; empty if there are none. */
  static List<String> of(
      ComposeDeployment deployment,
      InstallOptions options,
      InstallFacts facts,
      SettingsDiff settings) {
    InstallRules rules = new InstallRules(deployment, options, facts);
    DataPlaces places = new DataPlaces(deployment, facts.data());
    places.reason().ifPresent(rules.reasons::add);
    rules.others();
    rules.containers();
    rules.installed();
    rules.wishes();
    settings
        .unknown()
        .forEach(
            name ->
                rules.reasons.add(
                    "the release's files need the setting %s, which this library does not know: put it into %s"
                        .formatted(name, facts.layout().environment())));
    return rules.reasons;
  }

  private void others() {
    for (Layout other : facts.others()) {
      boolean project = other.project().equals(deployment.project());
      boolean folder = other.folder().equals(deployment.folder());
      if (project && !folder) {
        reasons.add(
            "project %s is installed in %s: choose another name"
                .formatted(other.project(), other.folder()));
      } else if (folder && !project) {
        reasons.add(
            "%s is the folder of project %s: choose another folder"
                .formatted(other.folder(), other.project()));
      }
    }
  }

  private void containers() {
    for (Container each : facts.containers()) {
      boolean ours =
          each.project().equals(deployment.project())
              || each.project().equals(facts.layout().upgradeProject())
              || each.chtProject().equals(deployment.project());
      if (!ours && each.networks().containsKey(deployment.network())) {
        reasons.add(
            "network %s is that of container %s of project %s, which would take this CHT's services for its own: choose another network"
                .formatted(deployment.network(), each.status().name(), each.project()));
      }
      if (!ours) {
        data(each);
      }
    }
  }

  private void data(Container other) {
    for (Path folder : new DataPlaces(deployment, facts.data()).folders()) {
      if (!DataFolder.holders(folder, List.of(other)).isEmpty()) {
        reasons.add(
            "container %s of project %s has the data folder %s: two CouchDBs would destroy it"
                .formatted(other.status().name(), other.project(), folder));
      }
    }
  }

  private void installed() {
    if (!facts.blockedFolder().isEmpty()) {
      reasons.add(facts.blockedFolder() + " and this user may not write there: run as its owner");
    }
    facts
        .version()
        .filter(there -> !facts.ours().isEmpty() && !there.equals(deployment.version()))
        .ifPresent(
            there ->
                reasons.add(
                    "%s runs %s: going to %s is an upgrade, which has a plan of its own"
                        .formatted(deployment.project(), there, deployment.version())));
    if (facts.topology() != null && facts.topology() != deployment.topology()) {
      reasons.add(
          "%s is %s: going to %s moves data, which has a plan of its own"
              .formatted(deployment.project(), facts.topology(), deployment.topology()));
    }
    if (facts.layout().mode() != options.mode()) {
      reasons.add(
          "%s was installed in %s mode, not %s: say so"
              .formatted(deployment.project(), facts.layout().mode(), options.mode()));
    }
  }

  private void wishes() {
    facts
        .missingArchives()
        .forEach(archive -> reasons.add("there is no " + archive + " to load images from"));
    if (options.mode() == StartedBy.STANDARD && !deployment.memoryLimits().isEmpty()) {
      reasons.add(
          "memory limits need the direct mode: the upgrade service runs the release's files alone");
    }
    if (deployment.tls() instanceof CertificateSource.OwnCertificate && facts.ours().isEmpty()) {
      reasons.add(
          "nginx does not start without its certificate: install with the self-signed one, and"
              + " bring yours in when it runs");
    }
  }
}
