package io.github.chthosting.compose;

import io.github.chthosting.ChtVersion;
import io.github.chthosting.HostingException;
import io.github.chthosting.compose.deployment.ComposeDeployment;
import io.github.chthosting.compose.deployment.ComposeDeploymentBuilder;
import io.github.chthosting.compose.deployment.DeveloperOptions;
import io.github.chthosting.compose.engine.Container;
import io.github.chthosting.compose.engine.Projects;
import io.github.chthosting.compose.internal.host.FreePorts;
import io.github.chthosting.compose.internal.instance.Engine;
import io.github.chthosting.compose.internal.instance.Instance;
import io.github.chthosting.plan.Plan;
import io.github.chthosting.plan.PlanRefusedException;
import io.github.chthosting.platform.CertificateSource;
import io.github.chthosting.platform.certificate.KeyedCertificate;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * CHTs for app developers, any number side by side, each with a name, ports and a folder of its
 * own. Does what {@code scripts/docker-helper/cht-docker-compose.sh} of medic/cht-core does, and
 * lists those that it made too, if it is given their folder, {@code ~/.medic/cht-docker}, and they
 * have containers. Thread-safe.
 *
 * <p>Starting, stopping and destroying are plans of the {@link ComposeInstance}; the last asks for
 * the name once more. Passwords are random, in the project's {@code .env}.
 */
public final class DeveloperProjects {
  /** The number at which the search for a free HTTP port begins. */
  public static final int HTTP = 10_080;

  /** The number at which the search for a free HTTPS port begins. */
  public static final int HTTPS = 10_443;

  private static final String FOLDER = "-dir";

  private final ComposePlatform front;
  private final Engine platform;
  private final Path folder;
  private final LocalNames names;

  private DeveloperProjects(ComposePlatform front, Path folder, LocalNames names) {
    this.front = front;
    this.platform = front.engine();
    this.folder = folder.toAbsolutePath().normalize();
    this.names = names;
  }

  /**
   * The projects in a folder, which need not be there yet.
   *
   * @param folder of all projects; each has {@code NAME-dir} in it
   */
  public static DeveloperProjects in(ComposePlatform platform, Path folder) {
    return new DeveloperProjects(platform, folder, LocalNames.medic());
  }

  /** Returns the same projects with another zone of local names than medic's. */
  public DeveloperProjects names(LocalNames others) {
    return new DeveloperProjects(front, folder, others);
  }

  /** Returns all of them, by name: those whose containers are gone, too. */
  public List<ComposeInstance> list() {
    return list(Projects.details(platform.docker())).stream().map(ComposeInstance::new).toList();
  }

  private List<Instance> list(List<Container> containers) {
    return platform.instancesIn(folder, containers);
  }

  /**
   * Returns the project of that name.
   *
   * @throws HostingException if there is none; the message names those that there are
   */
  public ComposeInstance project(String name) {
    List<Instance> all = list(Projects.details(platform.docker()));
    return named(name, all)
        .map(ComposeInstance::new)
        .orElseThrow(
            () ->
                new HostingException(
                    "find " + name,
                    "there is no project %s in %s, but %s"
                        .formatted(name, folder, all.stream().map(Instance::name).toList()),
                    false,
                    null));
  }

  private static Optional<Instance> named(String name, List<Instance> all) {
    return all.stream().filter(each -> each.name().equals(name)).findFirst();
  }

  /**
   * Makes and starts a project, on the first two free ports from {@link #HTTP} and {@link #HTTPS}
   * on. One that is there keeps its ports, data, network and certificate, and there is nothing to
   * do if it runs.
   *
   * @param name lower-case letters, digits, {@code _} and {@code -}
   * @throws io.github.chthosting.platform.InvalidDeploymentException if the name cannot be one
   * @throws PlanRefusedException as {@link ComposePlatform#planInstall} does
   */
  public Plan planCreate(String name, ChtVersion version, DeveloperOptions options) {
    List<Container> containers = Projects.details(platform.docker());
    List<Instance> all = list(containers);
    ComposeDeploymentBuilder wanted =
        named(name, all)
            .map(DeveloperProjects::again)
            .orElseGet(() -> fresh(name, FreePorts.of(platform.docker(), containers, all)));
    if (!options.domain().isEmpty()) {
      wanted.domain(options.domain());
    }
    return front.planInstall(wanted.version(version.toString()).build(), options.install());
  }

  private ComposeDeploymentBuilder fresh(String name, FreePorts free) {
    // Not a path before it is known to be a name.
    String place = name.matches("[A-Za-z0-9_-]+") ? name + FOLDER : FOLDER;
    return ComposeDeployment.builder(name, "", folder.resolve(place))
        .ports(free.from(HTTP), free.from(HTTPS));
  }

  private static ComposeDeploymentBuilder again(Instance project) {
    ComposeDeploymentBuilder same = project.deployment().change();
    // A certificate of one's own is brought in when nginx runs.
    return project.containers().isEmpty() ? same.tls(CertificateSource.selfSigned()) : same;
  }

  /**
   * Plans that a project serves a certificate of yours. Without one, a project has the self-signed
   * one that nginx makes.
   *
   * @param certificate PEM, with its chain
   * @param key PEM
   * @throws io.github.chthosting.platform.certificate.InvalidCertificateException with all that is
   *     wrong
   */
  public Plan planCertificate(String name, Path certificate, Path key) {
    return Certificates.of(project(name)).planOwn(certificate, key, names.trusted());
  }

  /**
   * Plans that a project serves the newest certificate for names of local networks, which phones
   * trust: fetched now, and kept with the project. There is nothing to do if it is served. It is
   * renewed every two months or so: do it again then.
   *
   * @throws PlanRefusedException if the project has no such name
   * @throws HostingException if it cannot be fetched
   */
  public Plan planLocalCertificate(String name) {
    ComposeInstance project = project(name);
    String domain = project.environment().get("COMMON_NAME").orElse("");
    if (!names.has(domain)) {
      throw new PlanRefusedException(
          "certificate of " + name,
          List.of(
              "its domain '%s' is none of %s: create it again with the domain %s"
                  .formatted(domain, names.zone(), names.of(LocalNames.here()))));
    }
    Path kept = project.layout().ownFolder().resolve("certificates").resolve("local");
    names.fetch(kept);
    return Certificates.of(project)
        .planOwn(
            kept.resolve(KeyedCertificate.CERTIFICATE),
            kept.resolve(KeyedCertificate.KEY),
            names.trusted());
  }

  /** Returns the address by which a browser finds a project. */
  public static URI address(ComposeInstance project) {
    String name = project.environment().get("COMMON_NAME").orElse("");
    String host = name.matches("[A-Za-z0-9.-]+") ? name : "localhost";
    return URI.create("https://" + host + ":" + project.httpsPort() + "/");
  }
}
