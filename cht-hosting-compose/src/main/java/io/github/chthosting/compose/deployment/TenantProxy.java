package io.github.chthosting.compose.deployment;

import java.util.List;

/**
 * The reverse proxy in front of all tenants. Immutable: every method returns a changed copy.
 *
 * @param project of its container. Default {@code cht-tenants}
 * @param http port of the host. Default 80
 * @param https port of the host. Default 443
 * @param image of nginx, with its stream modules. Default {@link #IMAGE}
 * @param modules to load, for images that have them as files (Debian's {@code
 *     ngx_stream_module.so}); the default image has them built in
 */
public record TenantProxy(String project, int http, int https, String image, List<String> modules) {
  /** The image that nginx publishes, of the stable line. */
  public static final String IMAGE = "nginx:stable";

  public TenantProxy {
    modules = List.copyOf(modules);
    if (!project.matches("[a-z0-9][a-z0-9_-]*")) {
      throw new IllegalArgumentException("'" + project + "' is not the name of a Compose project");
    }
    for (int port : List.of(http, https)) {
      if (port < 1 || port > 65_535) {
        throw new IllegalArgumentException("no port: " + port);
      }
    }
    for (String module : modules) {
      if (!module.matches("[\\w./-]+")) {
        throw new IllegalArgumentException("no file of a module: " + module);
      }
    }
  }

  /** Returns a proxy with all defaults. */
  public static TenantProxy defaults() {
    return new TenantProxy("cht-tenants", 80, 443, IMAGE, List.of());
  }

  /** Returns the same proxy with another project. */
  public TenantProxy project(String name) {
    return new TenantProxy(name, http, https, image, modules);
  }

  /** Returns the same proxy with other ports of the host. */
  public TenantProxy ports(int newHttp, int newHttps) {
    return new TenantProxy(project, newHttp, newHttps, image, modules);
  }

  /** Returns the same proxy of another image, with modules for it to load. */
  public TenantProxy image(String name, String... newModules) {
    return new TenantProxy(project, http, https, name, List.of(newModules));
  }
}
