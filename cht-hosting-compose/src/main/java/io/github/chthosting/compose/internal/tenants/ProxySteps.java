package io.github.chthosting.compose.internal.tenants;

import io.github.chthosting.HostingException;
import io.github.chthosting.compose.engine.DockerException;
import io.github.chthosting.compose.env.WholeFile;
import io.github.chthosting.compose.internal.StepWork;
import io.github.chthosting.compose.internal.host.HostFacts;
import io.github.chthosting.compose.internal.instance.Engine;
import io.github.chthosting.operation.WorkContext;
import io.github.chthosting.plan.Marks;
import io.github.chthosting.plan.StepHandlers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Starts the proxy, or has it read its configuration anew: without an interruption, not before
 * nginx has found no fault with it, and back to the one before if it does not serve.
 */
public final class ProxySteps {
  private static final String NGINX = "nginx/nginx.conf";
  private static final String COMPOSE = "docker-compose.yml";

  private final Engine platform;

  private ProxySteps(Engine platform) {
    this.platform = platform;
  }

  /** Returns the handlers of these steps. */
  public static StepHandlers handlers(Engine platform) {
    ProxySteps steps = new ProxySteps(platform);
    return StepHandlers.builder()
        .add(ServeTenants.class, StepWork.handler(steps::serve, steps::serveBefore))
        .add(EndProxy.class, StepWork.handler(steps::end, steps::serveAgain))
        .build();
  }

  private void end(EndProxy step, Marks marks, WorkContext context) {
    ProxyContainer proxy = new ProxyContainer(platform, step.folder(), step.project());
    if (Files.exists(proxy.file(COMPOSE))) {
      proxy.end();
    }
  }

  private void serveAgain(EndProxy step, Marks marks, WorkContext context) {
    ProxyContainer proxy = new ProxyContainer(platform, step.folder(), step.project());
    if (Files.exists(proxy.file(COMPOSE))) {
      proxy.serve();
    }
  }

  private void serve(ServeTenants step, Marks marks, WorkContext context) throws IOException {
    ProxyContainer proxy = new ProxyContainer(platform, step.folder(), step.project());
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
        Served.await(step.tenants(), step.https(), context);
      }
    } catch (HostingException e) {
      e.addAftermath(back(proxy, marks));
      throw e;
    }
  }

  private static void check(ProxyContainer proxy) {
    try {
      proxy.check("docker-compose.next", "nginx.next");
    } catch (DockerException e) {
      e.addAftermath("Nothing was put into use: what ran before goes on.");
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

  private void serveBefore(ServeTenants step, Marks marks, WorkContext context) throws IOException {
    if (marks.all().containsKey(NGINX)) {
      back(new ProxyContainer(platform, step.folder(), step.project()), marks);
    }
  }
}
