package io.github.chthosting.compose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.chthosting.ChtVersion;
import io.github.chthosting.compose.deployment.InstallOptions;
import io.github.chthosting.compose.deployment.Tenant;
import io.github.chthosting.compose.deployment.TenantProxy;
import io.github.chthosting.compose.deployment.TenantSize;
import io.github.chthosting.compose.internal.install.WriteFile;
import io.github.chthosting.compose.internal.tenants.ServeTenants;
import io.github.chthosting.compose.internal.tenants.ServedDomain;
import io.github.chthosting.compose.testing.PlanSteps;
import io.github.chthosting.compose.testing.TestProjects;
import io.github.chthosting.plan.Plan;
import io.github.chthosting.plan.PlanRefusedException;
import io.github.chthosting.platform.InvalidDeploymentException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

/** Tenants of an engine whose containers do nothing. */
class TenantsTest {
  private static final ChtVersion VERSION = ChtVersion.of("5.0.2");
  private static final InstallOptions HOW = InstallOptions.direct();
  private final FakeEngine engine = new FakeEngine();
  private final FakeProjects fakes = new FakeProjects(engine);
  private final Path folder;
  private final TenantProxy proxy;
  private final Tenants tenants;

  TenantsTest(@TempDir Path folder) throws IOException {
    this.proxy = TenantProxy.defaults().ports(TestProjects.freePort(), TestProjects.freePort());
    this.folder = folder;
    this.tenants = Tenants.in(fakes.platform(), folder, proxy, TenantSize.SMALL);
  }

  private void tenant(String name, String... settings) throws IOException {
    fakes.write(folder.resolve(name), name, settings);
    fakes.start(folder.resolve(name), name);
  }

  private static void port(ObjectNode container, int port) {
    container
        .withArray("/HostConfig/PortBindings/80")
        .addObject()
        .put("HostPort", String.valueOf(port));
  }

  private static List<String> actions(Plan plan) {
    return PlanSteps.names(plan);
  }

  @Test
  void oneMoreGetsPortsLimitsAndADomain() throws IOException {
    tenant("a", "COMMON_NAME=a.x.org", "NGINX_HTTP_PORT=8080", "NGINX_HTTPS_PORT=8443");
    Plan plan = tenants.planAdd("b", VERSION, "B.x.org", HOW);
    assertThat(plan.toString())
        .contains("NGINX_HTTP_PORT=8", "NGINX_HTTPS_PORT=8")
        .doesNotContain("PORT=8080", "PORT=8443")
        .contains("have the proxy serve a.x.org, b.x.org");
    assertThat(PlanSteps.all(plan, WriteFile.class).get(0).text()).contains("2000000000b");
    ServeTenants serve = PlanSteps.first(plan, ServeTenants.class);
    assertThat(serve.folder()).isEqualTo(folder.resolve("proxy"));
    assertThat(serve.tenants()).hasSize(2).contains(new ServedDomain("a.x.org", 8443));
    assertThat(serve.tenants().get(1).domain()).isEqualTo("b.x.org");
    assertThat(serve.tenants().get(1).port()).isBetween(8444, 8999);
    assertThat(actions(plan)).endsWith("get-image", "write-file", "write-file", "serve-tenants");
    assertThat(folder.resolve("b")).doesNotExist();
  }

  @Test
  void everyReasonAtOnce() throws IOException {
    tenant("a", "COMMON_NAME=a.x.org");
    port(engine.container("web", "web", "web:1", Map.of()), proxy.https());
    assertThatThrownBy(() -> tenants.planAdd("proxy", VERSION, "A.X.org", HOW))
        .isInstanceOf(PlanRefusedException.class)
        .hasMessageContaining("the name proxy is the proxy's")
        .hasMessageContaining("domain A.X.org is that of tenant a")
        .hasMessageContaining(
            "port " + proxy.https() + " is the proxy's, and container web-web-1 of project web");
    assertThatThrownBy(() -> tenants.planAdd("cht-tenants", VERSION, "c.x.org", HOW))
        .hasMessageContaining("the name cht-tenants is the proxy's");
  }

  @Test
  void aPortThatIsTakenDoesNotHideTheOther() throws IOException {
    tenant("a", "COMMON_NAME=a.x.org");
    port(engine.container("web", "web", "web:1", Map.of()), proxy.http());
    try (ServerSocket taken =
        new ServerSocket(proxy.https(), 1, InetAddress.getLoopbackAddress())) {
      assertThatThrownBy(tenants::planProxy)
          .isInstanceOf(PlanRefusedException.class)
          .hasMessageContaining(
              "port " + proxy.http() + " is the proxy's, and container web-web-1 of project web")
          .hasMessageContaining(
              "port " + taken.getLocalPort() + " is the proxy's, and a process of the host has it");
    }
  }

  @Test
  void aNameThatCannotBeIsNoPath() {
    assertThatThrownBy(() -> tenants.planAdd("../x", VERSION, "c.x.org", HOW))
        .isInstanceOf(InvalidDeploymentException.class)
        .hasMessageContaining("project: '../x'");
  }

  @Test
  void oneThatCannotBeReadSaysWhy() throws IOException {
    tenant("a", "COMMON_NAME=a.x.org");
    tenant("b", "B='never closed");
    List<Tenant> all = tenants.list();
    assertThat(all).extracting(Tenant::name).containsExactly("a", "b");
    assertThat(all.get(0)).hasToString("a at a.x.org: 5.0.2, 2 of 2 up");
    assertThat(all.get(1).isUp()).isFalse();
    assertThat(all.get(1).toString()).startsWith("b: ").contains(".env");
    Plan plan = tenants.planProxy();
    assertThat(plan.notes()).hasSize(1).first().asString().contains("not handed on", "b: ");
  }

  @Test
  void oneWithoutContainersKeepsItsDomain() throws IOException {
    tenant("a", "COMMON_NAME=a.x.org");
    fakes.write(folder.resolve("b"), "b", "COMMON_NAME=b.x.org");
    assertThat(tenants.list()).extracting(Tenant::isUp).containsExactly(true, false);
    assertThatThrownBy(() -> tenants.planAdd("c", VERSION, "b.x.org", HOW))
        .hasMessageContaining("domain b.x.org is that of tenant b");
  }

  @Test
  void whatWasRemovedButForItsDataIsInNobodysWay() throws IOException {
    tenant("a", "COMMON_NAME=a.x.org");
    Path compose = Files.createDirectories(folder.resolve("b/compose"));
    Files.writeString(compose.resolve(".env"), "COMPOSE_PROJECT_NAME=b\nCOMMON_NAME=b.x.org\n");
    assertThat(tenants.list().get(1)).hasToString("b was removed, and its data kept");
    assertThat(tenants.planProxy().toString())
        .contains("proxy for 1 tenants")
        .doesNotContain("b.x");
    assertThat(tenants.planAdd("c", VERSION, "b.x.org", HOW).isEmpty()).isFalse();
  }

  @Test
  void theProxyGoesWithTheLast() throws IOException {
    assertThat(tenants.planProxy().isEmpty()).isTrue();
    tenant("a", "COMMON_NAME=a.x.org");
    Files.createDirectories(folder.resolve("proxy/nginx"));
    assertThatThrownBy(() -> tenants.planRemove("a", "b", true))
        .isInstanceOf(PlanRefusedException.class)
        .hasMessageContaining("'b' is not its name");
    assertThatThrownBy(() -> tenants.planRemove("z", "z", true))
        .isInstanceOf(PlanRefusedException.class)
        .hasMessageContaining("there is none of that name in " + folder);
    assertThat(actions(tenants.planRemove("a", "a", true)))
        .startsWith("end-proxy", "remove-folder", "remove-folder")
        .contains("remove-containers");
  }
}
