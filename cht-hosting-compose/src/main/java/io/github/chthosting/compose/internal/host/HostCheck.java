package io.github.chthosting.compose.internal.host;

import io.github.chthosting.ByteSize;
import io.github.chthosting.compose.deployment.ComposeDeployment;
import io.github.chthosting.compose.engine.ContainerStatus;
import io.github.chthosting.plan.Finding;
import io.github.chthosting.platform.CertificateSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Judges whether a host can run a deployment. A pure function of what was observed.
 *
 * <p>Requirements: {@code hosting/cht/requirements} of medic/cht-docs. Below those for app
 * developers (4 GB, 2 CPUs, 8 GB of disk) is an error, below those for production (8 GB, 4 CPUs,
 * 100 GB) a warning. A machine's memory is counted as the engine sees it, so 7 % less are taken for
 * enough.
 */
public final class HostCheck {
  private static final String INSTALL = "install Docker Engine 20.10 or later";
  private static final long GB = 1_000_000_000L;
  private static final double SEEN_OF_MEMORY = 0.93;
  private static final Duration CLOCK_LIMIT = Duration.ofSeconds(5);

  private final HostFacts facts;
  private final ComposeDeployment deployment;
  private final List<Finding> findings = new ArrayList<>();

  private HostCheck(HostFacts facts, ComposeDeployment deployment) {
    this.facts = facts;
    this.deployment = deployment;
  }

  /** All findings, good ones included, in the order in which a person would look. */
  public static List<Finding> of(HostFacts facts, ComposeDeployment deployment) {
    HostCheck check = new HostCheck(facts, deployment);
    check.engine();
    check.size(
        HostFinding.MEMORY,
        "memory",
        facts.memory(),
        (long) (4 * GB * SEEN_OF_MEMORY),
        (long) (8 * GB * SEEN_OF_MEMORY));
    check.cpus();
    check.facts.folders().forEach(check::folder);
    check.where();
    check.port(deployment.httpPort());
    check.port(deployment.httpsPort());
    check.domain();
    check.clock();
    check.project();
    return List.copyOf(check.findings);
  }

  private void engine() {
    String seen = facts.versions().engine() + ", Compose " + facts.versions().compose();
    if (facts.versions().isPodman()) {
      findings.add(
          Finding.error(
              HostFinding.PODMAN,
              "engine",
              seen + ": the CHT's upgrade service and restart policies need Docker Engine",
              INSTALL));
      return;
    }
    String[] numbers = facts.versions().engine().split("\\.", 3);
    boolean old = numbers[0].matches("\\d{1,4}") && Integer.parseInt(numbers[0]) < 20;
    findings.add(
        old
            ? Finding.error(HostFinding.ENGINE, "engine", seen + ": too old", INSTALL)
            : Finding.ok(HostFinding.ENGINE, "engine", seen));
    if (facts.rootless() && Math.min(deployment.httpPort(), deployment.httpsPort()) < 1024) {
      findings.add(
          Finding.warning(
              HostFinding.ROOTLESS,
              "engine",
              "runs without root, and a port below 1024 is wanted",
              "set net.ipv4.ip_unprivileged_port_start, or choose other ports"));
    }
  }

  private void size(HostFinding code, String subject, long seen, long least, long production) {
    String words = ByteSize.format(seen);
    if (seen < least) {
      findings.add(
          Finding.error(code, subject, words + ": the CHT needs " + ByteSize.format(least), ""));
    } else if (seen < production) {
      findings.add(
          Finding.warning(
              code, subject, words + ": production needs " + ByteSize.format(production), ""));
    } else {
      findings.add(Finding.ok(code, subject, words));
    }
  }

  private void cpus() {
    int cpus = facts.cpus();
    if (cpus < 2) {
      findings.add(Finding.error(HostFinding.CPUS, "CPU", cpus + ": the CHT needs 2", ""));
    } else if (cpus < 4) {
      findings.add(Finding.warning(HostFinding.CPUS, "CPU", cpus + ": production needs 4", ""));
    } else {
      findings.add(Finding.ok(HostFinding.CPUS, "CPU", String.valueOf(cpus)));
    }
  }

  private void folder(String path, HostFacts.DataFolder folder) {
    size(HostFinding.DISK, "disk of " + path, folder.free(), 8 * GB, 100 * GB);
    if (!folder.writable()) {
      findings.add(
          Finding.error(
              HostFinding.FOLDER_NOT_WRITABLE,
              path,
              "belongs to " + folder.owner() + " and this user may not write",
              "run as its owner"));
    }
    if (folder.databases()) {
      findings.add(
          Finding.warning(
              HostFinding.FOLDER_IN_USE,
              path,
              "holds CouchDB's databases already: the CHT would go on with them",
              ""));
    }
  }

  private void where() {
    if (!facts.local()) {
      findings.add(
          Finding.warning(
              HostFinding.ENGINE_ELSEWHERE,
              "host",
              "the engine is on another host: its folders and ports were not checked",
              "run this on the engine's host"));
    }
  }

  private void port(int port) {
    String subject = "port " + port;
    List<ContainerStatus> others =
        facts.containers().stream()
            .filter(each -> each.ports().contains(port) && !isOurs(each))
            .toList();
    boolean ours =
        facts.containers().stream().anyMatch(each -> each.ports().contains(port) && isOurs(each));
    if (!others.isEmpty()) {
      ContainerStatus other = others.get(0);
      findings.add(
          Finding.error(
              HostFinding.PORT_TAKEN,
              subject,
              "taken by container " + other.name() + " of project " + other.project(),
              "choose another port"));
    } else if (facts.listening().containsKey(port) && !ours) {
      String who = facts.listening().getOrDefault(port, "");
      findings.add(
          Finding.error(
              HostFinding.PORT_TAKEN,
              subject,
              "taken by " + (who.isEmpty() ? "a process" : who) + " of the host",
              who.isEmpty()
                  ? "'ss -ltnp sport = :" + port + "' names it"
                  : "stop it, or choose another port"));
    } else if (facts.local()) {
      findings.add(Finding.ok(HostFinding.PORT, subject, ours ? "held by this project" : "free"));
    }
  }

  private boolean isOurs(ContainerStatus container) {
    return container.project().equals(deployment.project());
  }

  private void domain() {
    if (!facts.addresses().isEmpty()) {
      findings.add(
          Finding.ok(
              HostFinding.DOMAIN,
              "DNS",
              deployment.domain() + " is " + String.join(", ", facts.addresses())));
      return;
    }
    String words = deployment.domain() + " has no address";
    String next = "add it to DNS";
    findings.add(
        deployment.tls() instanceof CertificateSource.Acme
            ? Finding.error(
                HostFinding.DOMAIN, "DNS", words, next + ", or no certificate will be given")
            : Finding.warning(HostFinding.DOMAIN, "DNS", words, next));
  }

  private void clock() {
    Duration ahead = facts.clockAhead();
    boolean off = ahead.abs().compareTo(CLOCK_LIMIT) > 0;
    String words =
        "the engine's is "
            + ahead.abs().toSeconds()
            + " s "
            + (ahead.isNegative() ? "behind" : "ahead of");
    findings.add(
        off
            ? Finding.warning(
                HostFinding.CLOCK, "clock", words + " this host's", "synchronise both (NTP)")
            : Finding.ok(HostFinding.CLOCK, "clock", "the engine's is this host's"));
  }

  private void project() {
    Map<Boolean, Long> ours =
        facts.containers().stream()
            .filter(this::isOurs)
            .collect(Collectors.partitioningBy(ContainerStatus::isCht, Collectors.counting()));
    long cht = ours.getOrDefault(true, 0L);
    long strange = ours.getOrDefault(false, 0L);
    if (cht == 0 && strange > 0) {
      findings.add(
          Finding.error(
              HostFinding.PROJECT_TAKEN,
              "project",
              deployment.project() + " is another project's name",
              "choose another"));
    } else if (cht > 0) {
      findings.add(
          Finding.warning(
              HostFinding.PROJECT_INSTALLED,
              "project",
              deployment.project() + " is installed: " + cht + " containers",
              ""));
    }
  }
}
