package io.github.chthosting.compose.host;

import io.github.chthosting.compose.engine.ContainerStatus;
import io.github.chthosting.health.Finding;
import io.github.chthosting.platform.Cost;
import io.github.chthosting.platform.Deployment;
import io.github.chthosting.platform.Tls;
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
  private static final long GB = 1_000_000_000L;
  private static final double SEEN_OF_MEMORY = 0.93;
  private static final Duration CLOCK_LIMIT = Duration.ofSeconds(5);

  private final HostFacts facts;
  private final Deployment deployment;
  private final List<Finding> findings = new ArrayList<>();

  private HostCheck(HostFacts facts, Deployment deployment) {
    this.facts = facts;
    this.deployment = deployment;
  }

  /** All findings, good ones included, in the order in which a person would look. */
  public static List<Finding> of(HostFacts facts, Deployment deployment) {
    HostCheck check = new HostCheck(facts, deployment);
    check.engine();
    check.size(
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
              "engine",
              seen
                  + ": the CHT's upgrade service and restart policies need Docker Engine; install 20.10 or later"));
      return;
    }
    String[] numbers = facts.versions().engine().split("\\.", 3);
    boolean old = numbers[0].matches("\\d{1,4}") && Integer.parseInt(numbers[0]) < 20;
    findings.add(
        old
            ? Finding.error("engine", seen + ": too old; install Docker Engine 20.10 or later")
            : Finding.ok("engine", seen));
    if (facts.rootless() && Math.min(deployment.httpPort(), deployment.httpsPort()) < 1024) {
      findings.add(
          Finding.warning(
              "engine",
              "runs without root: ports below 1024 need net.ipv4.ip_unprivileged_port_start"));
    }
  }

  private void size(String subject, long seen, long least, long production) {
    String words = Cost.words(seen);
    if (seen < least) {
      findings.add(Finding.error(subject, words + ": the CHT needs " + Cost.words(least)));
    } else if (seen < production) {
      findings.add(
          Finding.warning(subject, words + ": production needs " + Cost.words(production)));
    } else {
      findings.add(Finding.ok(subject, words));
    }
  }

  private void cpus() {
    int cpus = facts.cpus();
    if (cpus < 2) {
      findings.add(Finding.error("CPU", cpus + ": the CHT needs 2"));
    } else if (cpus < 4) {
      findings.add(Finding.warning("CPU", cpus + ": production needs 4"));
    } else {
      findings.add(Finding.ok("CPU", String.valueOf(cpus)));
    }
  }

  private void folder(String path, HostFacts.DataFolder folder) {
    size("disk of " + path, folder.free(), 8 * GB, 100 * GB);
    if (!folder.writable()) {
      findings.add(
          Finding.error(
              path,
              "belongs to " + folder.owner() + " and this user may not write: run as its owner"));
    }
    if (folder.databases()) {
      findings.add(
          Finding.warning(
              path, "holds CouchDB's databases already: the CHT would go on with them"));
    }
  }

  private void where() {
    if (!facts.local()) {
      findings.add(
          Finding.warning("host", "the engine is on another one: folders and ports were not seen"));
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
              subject, "taken by container " + other.name() + " of project " + other.project()));
    } else if (facts.listening().containsKey(port) && !ours) {
      String who = facts.listening().getOrDefault(port, "");
      findings.add(
          Finding.error(
              subject,
              who.isEmpty()
                  ? "taken by a process of the host: 'ss -ltnp sport = :" + port + "' names it"
                  : "taken by " + who + " of the host: stop it, or choose another port"));
    } else if (facts.local()) {
      findings.add(Finding.ok(subject, ours ? "held by this project" : "free"));
    }
  }

  private boolean isOurs(ContainerStatus container) {
    return container.project().equals(deployment.project());
  }

  private void domain() {
    if (!facts.addresses().isEmpty()) {
      findings.add(
          Finding.ok("DNS", deployment.domain() + " is " + String.join(", ", facts.addresses())));
      return;
    }
    String words = deployment.domain() + " has no address: add it to DNS";
    findings.add(
        deployment.tls() instanceof Tls.Acme
            ? Finding.error("DNS", words + ", or no certificate will be given")
            : Finding.warning("DNS", words));
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
            ? Finding.warning("clock", words + " this host's: synchronise both (NTP)")
            : Finding.ok("clock", "the engine's is this host's"));
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
              "project", deployment.project() + " is another project's name: choose another"));
    } else if (cht > 0) {
      findings.add(
          Finding.warning(
              "project", deployment.project() + " is installed: " + cht + " containers"));
    }
  }
}
