package io.github.chthosting.compose.internal.tenants;

import io.github.chthosting.HostingException;
import io.github.chthosting.compose.ComposePlatform;
import io.github.chthosting.compose.engine.DockerException;
import io.github.chthosting.compose.env.WholeFile;
import io.github.chthosting.compose.host.HostFacts;
import io.github.chthosting.compose.internal.Capability;
import io.github.chthosting.operation.WorkContext;
import io.github.chthosting.platform.Marks;
import io.github.chthosting.platform.Step;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;

/**
 * Starts the proxy, or has it read its configuration anew: without an interruption, not before
 * nginx has found no fault with it, and back to the one before if it does not serve.
 */
public final class ProxySteps implements Capability {
  private static final String SERVE = "serve-tenants";
  private static final String END = "end-proxy";
  private static final String NGINX = "nginx/nginx.conf";
  private static final String COMPOSE = "docker-compose.yml";

  private final ComposePlatform platform;

  public ProxySteps(ComposePlatform platform) {
    this.platform = platform;
  }

  @Override
  public Set<String> actions() {
    return Set.of(SERVE, END);
  }

  @Override
  public void run(Step step, Marks marks, WorkContext context) throws IOException {
    ProxyContainer proxy = new ProxyContainer(platform, step);
    if (step.action().equals(SERVE)) {
      serve(step, proxy, marks, context);
    } else if (Files.exists(proxy.file(COMPOSE))) {
      proxy.end();
    }
  }

  private void serve(Step step, ProxyContainer proxy, Marks marks, WorkContext context)
      throws IOException {
    if (!marks.all().containsKey(NGINX)) {
      // The compose file first: without a mark for nginx, neither was touched.
      marks.put(COMPOSE, text(proxy.file(COMPOSE)));
      marks.put(NGINX, text(proxy.file(NGINX)));
    }
    check(proxy);
    String compose = text(proxy.file("docker-compose.next"));
    String nginx = text(proxy.file("nginx/nginx.next"));
    try {
      WholeFile.write(proxy.file(COMPOSE), compose);
      WholeFile.write(proxy.file(NGINX), nginx);
      proxy.serve();
      proxy.settle(context);
      if (HostFacts.isLocal(platform.docker())) {
        int https = Integer.parseInt(step.argument("https"));
        Served.await(step.argument("tenants"), https, context);
      }
    } catch (HostingException e) {
      e.leaves(back(proxy, marks));
      throw e;
    }
  }

  private static void check(ProxyContainer proxy) {
    try {
      proxy.check("docker-compose.next", "nginx.next");
    } catch (DockerException e) {
      e.leaves("Nothing was put into use: what ran before goes on.");
      throw e;
    }
  }

  private static String text(Path file) throws IOException {
    return Files.exists(file) ? Files.readString(file) : "";
  }

  private static String back(ProxyContainer proxy, Marks marks) throws IOException {
    String before = marks.all().getOrDefault(NGINX, "");
    try {
      if (before.isEmpty()) {
        proxy.end();
        Files.deleteIfExists(proxy.file(COMPOSE));
        Files.deleteIfExists(proxy.file(NGINX));
        return "The proxy was taken away again; the tenants run on their own ports.";
      }
      WholeFile.write(proxy.file(COMPOSE), marks.all().getOrDefault(COMPOSE, ""));
      WholeFile.write(proxy.file(NGINX), before);
      proxy.serve();
      return "The proxy goes on as before; the tenants run on their own ports.";
    } catch (HostingException e) {
      return "The proxy could not be put back: " + e.getMessage();
    }
  }

  @Override
  public void rollBack(Step step, Marks marks, WorkContext context) throws IOException {
    ProxyContainer proxy = new ProxyContainer(platform, step);
    if (step.action().equals(END) && Files.exists(proxy.file(COMPOSE))) {
      proxy.serve();
    } else if (marks.all().containsKey(NGINX)) {
      back(proxy, marks);
    }
  }
}
