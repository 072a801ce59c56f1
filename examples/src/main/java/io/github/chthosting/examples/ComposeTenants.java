package io.github.chthosting.examples;

import io.github.chthosting.ChtVersion;
import io.github.chthosting.compose.Tenants;
import io.github.chthosting.compose.deployment.InstallOptions;
import io.github.chthosting.compose.deployment.Tenant;
import io.github.chthosting.compose.deployment.TenantProxy;
import io.github.chthosting.compose.deployment.TenantSize;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Several CHTs on one host behind one proxy: list, add, remove. */
@Command(
    name = "compose-tenants",
    mixinStandardHelpOptions = true,
    description = "several CHTs on one host behind one proxy: list, add, remove",
    subcommands = {
      ComposeTenants.Show.class,
      ComposeTenants.Add.class,
      ComposeTenants.Proxy.class,
      ComposeTenants.Remove.class
    })
final class ComposeTenants {

  /** The choice of tenants, and of the proxy before them. */
  static final class Where {
    private static final double MEGABYTE = 1e6;

    @Mixin private final PlatformOptions options = new PlatformOptions();

    @Option(names = "--folder", required = true, description = "of all tenants")
    private Path folder = Path.of("");

    @Option(names = "--memory-mb", defaultValue = "4000", description = "of a tenant; default 4000")
    private long memory = 4000;

    @Option(names = "--cpus", defaultValue = "2", description = "of a tenant; default 2")
    private double cpus = 2;

    @Option(names = "--proxy-image", defaultValue = TenantProxy.IMAGE, description = "nginx")
    private String image = TenantProxy.IMAGE;

    @Option(names = "--proxy-module", description = "nginx module to load; repeatable")
    private List<String> modules = List.of();

    @Option(names = "--http", defaultValue = "80", description = "of the proxy; default 80")
    private int http = 80;

    @Option(names = "--https", defaultValue = "443", description = "of the proxy; default 443")
    private int https = 443;

    Tenants tenants() {
      TenantProxy proxy =
          TenantProxy.defaults().ports(http, https).image(image, modules.toArray(String[]::new));
      TenantSize size = new TenantSize((long) (memory * MEGABYTE), cpus);
      return Tenants.in(options.platform(), folder, proxy, size);
    }
  }

  /** The common part of all commands that change one tenant. */
  abstract static class Change implements Runnable {
    @Mixin final Where where = new Where();

    @Parameters(paramLabel = "NAME", description = "of the tenant")
    String name = "";
  }

  @Command(
      name = "list",
      mixinStandardHelpOptions = true,
      description = "shows all; ends with 2 if one is not up")
  static final class Show implements Callable<Integer> {
    @Mixin private final Where where = new Where();

    @Override
    public Integer call() {
      List<Tenant> all = where.tenants().list();
      all.forEach(System.out::println);
      return all.stream().filter(Tenant::isInstalled).allMatch(Tenant::isUp) ? 0 : 2;
    }
  }

  @Command(
      name = "add",
      mixinStandardHelpOptions = true,
      description = "adds one; run it again to resume")
  static final class Add extends Change {
    @Mixin private final InstallChoices choices = new InstallChoices();

    @Option(names = "--version-of-cht", required = true, description = "such as 5.0.2")
    private String version = "";

    @Option(names = "--domain", required = true, description = "that its users know it by")
    private String domain = "";

    @Override
    public void run() {
      InstallOptions chosen = choices.with(InstallOptions.direct());
      where.options.run(
          where.folder,
          () -> where.tenants().planAdd(name, ChtVersion.of(version), domain, chosen));
    }
  }

  @Command(
      name = "proxy",
      mixinStandardHelpOptions = true,
      description = "has the proxy hand on what there is")
  static final class Proxy implements Runnable {
    @Mixin private final Where where = new Where();

    @Override
    public void run() {
      where.options.run(where.folder, () -> where.tenants().planProxy());
    }
  }

  @Command(
      name = "remove",
      mixinStandardHelpOptions = true,
      description = "takes one away; its data is kept unless --data is given")
  static final class Remove extends Change {
    @Mixin private final DestroyChoices choices = new DestroyChoices();

    @Override
    public void run() {
      where.options.destroy(
          where.folder,
          "remove tenant " + name,
          choices.data(),
          () -> where.tenants().planRemove(name, choices.typed(), choices.data()));
    }
  }
}
