package io.github.chthosting.compose;

import io.github.chthosting.ChtVersion;
import io.github.chthosting.HostingException;
import io.github.chthosting.compose.deployment.ComposeDeployment;
import io.github.chthosting.compose.deployment.ComposeDeploymentBuilder;
import io.github.chthosting.compose.deployment.InstallOptions;
import io.github.chthosting.compose.deployment.StartedBy;
import io.github.chthosting.compose.deployment.Tenant;
import io.github.chthosting.compose.deployment.TenantProxy;
import io.github.chthosting.compose.deployment.TenantSize;
import io.github.chthosting.compose.engine.Container;
import io.github.chthosting.compose.engine.Projects;
import io.github.chthosting.compose.internal.destroy.DestroyPlanner;
import io.github.chthosting.compose.internal.host.FreePorts;
import io.github.chthosting.compose.internal.instance.Engine;
import io.github.chthosting.compose.internal.instance.Instance;
import io.github.chthosting.compose.internal.steps.ComposeSteps;
import io.github.chthosting.compose.internal.tenants.HostCapacity;
import io.github.chthosting.compose.internal.tenants.ProxyPlanner;
import io.github.chthosting.compose.internal.tenants.Route;
import io.github.chthosting.plan.Plan;
import io.github.chthosting.plan.PlanRefusedException;
import io.github.chthosting.plan.PlannedStep;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A host with several CHTs, each on its own: project, folder, network, ports, limits, data. One
 * reverse proxy hands on what comes to each domain; HTTPS as it comes, by SNI, so that each keeps
 * its own certificate and key. A tenant that stops is only missed by its own users. Thread-safe.
 *
 * <p>Tenants are the instances whose folders lie in that of all tenants. The CHT itself knows
 * nothing of others: source {@code hosting/cht/multi-tenant} of medic/cht-docs.
 */
public final class Tenants {
  private static final int FIRST_HTTP = 8_080;
  private static final int FIRST_HTTPS = 8_443;
  private static final String PROXY = "proxy";

  private final ComposePlatform front;
  private final Engine platform;
  private final Path folder;
  private final TenantProxy proxy;
  private final TenantSize size;

  private Tenants(ComposePlatform front, Path folder, TenantProxy proxy, TenantSize size) {
    this.front = front;
    this.platform = front.engine();
    this.folder = folder.toAbsolutePath().normalize();
    this.proxy = proxy;
    this.size = size;
  }

  /**
   * The tenants in a folder, which need not be there yet.
   *
   * @param folder of all tenants, each in one of its name; the proxy's files are in {@code proxy}
   * @param size of a tenant, for new ones and for those without limits
   */
  public static Tenants in(
      ComposePlatform platform, Path folder, TenantProxy proxy, TenantSize size) {
    return new Tenants(platform, folder, proxy, size);
  }

  /**
   * Returns all tenants by name, those without containers too: in two commands, however many there
   * are.
   */
  public List<Tenant> list() {
    return tenants(instances(Projects.details(platform.docker())));
  }

  private List<Instance> instances(List<Container> containers) {
    return platform.instancesIn(folder, containers).stream()
        .filter(each -> !each.name().equals(proxy.project()))
        .toList();
  }

  private static List<Tenant> installed(List<Instance> instances) {
    return tenants(instances).stream().filter(Tenant::isInstalled).toList();
  }

  private static Tenant tenant(Instance instance) {
    try {
      return new Tenant(
          instance.name(),
          instance.environment().get("COMMON_NAME").orElse(""),
          instance.httpPort(),
          instance.httpsPort(),
          instance.version(),
          instance.memoryLimits().values().stream().mapToLong(Long::longValue).sum(),
          instance.status(),
          "");
    } catch (HostingException e) {
      // One that cannot be read must not hide the others.
      String why = String.valueOf(e.getMessage());
      return new Tenant(instance.name(), "", 0, 0, Optional.empty(), 0, List.of(), why);
    }
  }

  private static List<Tenant> tenants(List<Instance> instances) {
    return instances.stream().map(Tenants::tenant).toList();
  }

  /**
   * Plans one more tenant, with free ports and its limits, and has the proxy hand its domain on;
   * for one that is there, brings it and the proxy to what is wanted, and does nothing if they are.
   *
   * @param name of the project
   * @param domain its users know it by; not one of another tenant
   * @param how where images come from; the mode is {@link StartedBy#DIRECT}, which limits need
   * @throws io.github.chthosting.platform.InvalidDeploymentException if name or domain can be none
   * @throws PlanRefusedException with every reason at once: memory, CPUs or ports that do not
   *     suffice for all together, a domain that is another's or that SNI cannot tell, and whatever
   *     an installation is refused for
   */
  public Plan planAdd(String name, ChtVersion version, String domain, InstallOptions how) {
    List<Container> containers = Projects.details(platform.docker());
    List<Instance> all = instances(containers);
    Optional<Instance> known = all.stream().filter(each -> each.name().equals(name)).findFirst();
    List<Tenant> others =
        installed(all).stream().filter(each -> !each.name().equals(name)).toList();
    FreePorts free =
        FreePorts.of(platform.docker(), containers, all).keep(proxy.http()).keep(proxy.https());
    refuse(name, domain, others, containers, free);
    ComposeDeployment wanted =
        known
            .map(each -> each.deployment().change())
            .orElseGet(() -> fresh(name, free))
            .version(version.toString())
            .domain(domain)
            .build();
    Plan install = front.planInstall(limited(wanted), how.mode(StartedBy.DIRECT));
    List<Route> routes = Route.of(others);
    routes.add(new Route(domain, wanted.httpPort(), wanted.httpsPort()));
    List<PlannedStep> steps = new ArrayList<>(install.steps());
    steps.addAll(proxy(containers).steps(routes));
    List<String> notes = new ArrayList<>(install.notes());
    notes.add("https://" + domain + " leads to port " + wanted.httpsPort());
    return new Plan("add tenant " + name + " " + version, steps, notes)
        .carriedOutBy(ComposeSteps.of(platform));
  }

  private ComposeDeploymentBuilder fresh(String name, FreePorts free) {
    // Not a path before it is known to be a name.
    String place = name.matches("[A-Za-z0-9_-]+") ? name : "-";
    return ComposeDeployment.builder(name, "", folder.resolve(place))
        .ports(free.from(FIRST_HTTP), free.from(FIRST_HTTPS));
  }

  private ComposeDeployment limited(ComposeDeployment wanted) {
    ComposeDeploymentBuilder builder = wanted.change();
    size.limits(wanted.version(), wanted.topology()).forEach(builder::memoryLimit);
    return builder.build();
  }

  private ProxyPlanner proxy(List<Container> containers) {
    return new ProxyPlanner(proxy, folder.resolve(PROXY), containers);
  }

  private void refuse(
      String name, String domain, List<Tenant> others, List<Container> containers, FreePorts free) {
    List<String> reasons =
        new ArrayList<>(HostCapacity.observe(platform.docker()).against(others, size));
    if (List.of(PROXY, proxy.project()).contains(name)) {
      reasons.add("the name " + name + " is the proxy's: choose another");
    }
    reasons.addAll(domains(domain, others));
    reasons.addAll(proxy(containers).reasons(free));
    if (!reasons.isEmpty()) {
      throw new PlanRefusedException("add tenant " + name, reasons);
    }
  }

  private static List<String> domains(String domain, List<Tenant> others) {
    List<String> reasons = new ArrayList<>();
    if (!Route.isName(domain)) {
      reasons.add(
          "domain '%s': browsers say no such name when they connect, so the proxy cannot tell it from others: give one with a dot"
              .formatted(domain));
    }
    others.stream()
        .filter(each -> each.domain().equalsIgnoreCase(domain))
        .forEach(each -> reasons.add("domain " + domain + " is that of tenant " + each.name()));
    return reasons;
  }

  /**
   * Plans that the proxy hands on what there is now; nothing to do if it does. Without tenants it
   * is taken away.
   *
   * @throws PlanRefusedException if two tenants have the same domain, or a port of the proxy is
   *     another's
   */
  public Plan planProxy() {
    List<Container> containers = Projects.details(platform.docker());
    List<Instance> all = instances(containers);
    FreePorts free = FreePorts.of(platform.docker(), containers, all);
    return proxyOnly(installed(all), containers, free);
  }

  private Plan proxyOnly(List<Tenant> tenants, List<Container> containers, FreePorts free) {
    String title = "proxy for " + tenants.size() + " tenants";
    ProxyPlanner wanted = proxy(containers);
    List<Route> routes = Route.of(tenants);
    List<String> reasons = routes.isEmpty() ? List.of() : wanted.reasons(free);
    if (!reasons.isEmpty()) {
      throw new PlanRefusedException(title, reasons);
    }
    List<String> notes =
        tenants.stream()
            .filter(each -> !Route.has(each))
            .map(each -> "not handed on, since it has no name that SNI can tell: " + each)
            .toList();
    return new Plan(title, wanted.steps(routes), notes).carriedOutBy(ComposeSteps.of(platform));
  }

  /**
   * Takes one away: the proxy first lets go of its domain, then as {@link
   * ComposeInstance#planDestroy}. With the last one the proxy goes too.
   *
   * @param typedName its name once more
   * @param data whether its data goes too, which nothing brings back
   * @throws PlanRefusedException if there is no such tenant, or {@code typedName} is not its name
   */
  public Plan planRemove(String name, String typedName, boolean data) {
    List<Container> containers = Projects.details(platform.docker());
    List<Instance> all = instances(containers);
    Instance gone =
        all.stream()
            .filter(each -> each.name().equals(name))
            .findFirst()
            .orElseThrow(
                () ->
                    new PlanRefusedException(
                        "remove tenant " + name,
                        List.of("there is none of that name in " + folder)));
    Plan destroy = DestroyPlanner.of(gone, typedName, data);
    List<Instance> rest = all.stream().filter(each -> each != gone).toList();
    FreePorts free = FreePorts.of(platform.docker(), containers, all);
    List<PlannedStep> steps = new ArrayList<>(proxyOnly(installed(rest), containers, free).steps());
    steps.addAll(destroy.steps());
    return new Plan("remove tenant " + name, steps, destroy.notes())
        .carriedOutBy(ComposeSteps.of(platform));
  }
}
