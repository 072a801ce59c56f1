package io.github.chthosting.compose.internal.tenants;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.chthosting.ChtVersion;
import io.github.chthosting.compose.deployment.Tenant;
import io.github.chthosting.compose.deployment.TenantProxy;
import io.github.chthosting.compose.deployment.TenantSize;
import io.github.chthosting.plan.PlanRefusedException;
import io.github.chthosting.platform.Topology;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** The configuration of the proxy, and the capacity of a host. */
class ProxyFilesTest {
  private static final List<Route> ROUTES =
      List.of(new Route("a.example.org", 8080, 8443), new Route("b.example.org", 8081, 8444));

  @Test
  void eachDomainLeadsToItsTenant() {
    String text =
        ProxyFiles.nginx(
            TenantProxy.defaults().ports(1080, 1443).image("own", "modules/ngx_stream_module.so"),
            ROUTES);
    assertThat(text.lines().map(String::strip))
        .contains("load_module modules/ngx_stream_module.so;", "default \"\";")
        .containsSubsequence("a.example.org 127.0.0.1:8443;", "b.example.org 127.0.0.1:8444;")
        .containsSubsequence("listen 1443;", "ssl_preread on;", "proxy_pass $tenant;")
        .containsSubsequence("server_name b.example.org;", "proxy_pass http://127.0.0.1:8081;");
    assertThat(text).doesNotContain("ssl_certificate");
    assertThat(text.chars().filter(c -> c == '{').count())
        .isEqualTo(text.chars().filter(c -> c == '}').count());
  }

  @Test
  void pathsAreTakenAsTheyAre() throws IOException {
    JsonNode proxy =
        new YAMLMapper()
            .readTree(ProxyFiles.compose(TenantProxy.defaults(), Path.of("/srv/a: $b/nginx")))
            .at("/services/proxy");
    assertThat(proxy.at("/volumes/0/source").asString("")).isEqualTo("/srv/a: $$b/nginx");
    assertThat(proxy.path("network_mode").asString("")).isEqualTo("host");
    assertThat(proxy.path("entrypoint")).hasSize(5);
  }

  @Test
  void namesThatSniCannotTellAreNone() {
    assertThat(List.of("a.example.org", "x-1.b.c")).allMatch(Route::isName);
    assertThat(List.of("localhost", "10.0.0.1", "", "a b.c", "a.b;}", "-a.b", "a.b."))
        .noneMatch(Route::isName);
  }

  @Test
  void whatCannotBeAProxyIsRefused() {
    assertThatThrownBy(() -> TenantProxy.defaults().project("A b")).hasMessageContaining("A b");
    assertThatThrownBy(() -> TenantProxy.defaults().ports(0, 443)).hasMessage("no port: 0");
    assertThatThrownBy(() -> TenantProxy.defaults().image("x", "a; b"))
        .hasMessageContaining("no file of a module");
  }

  @Test
  void twoOfOneDomainAreRefused() {
    assertThatThrownBy(() -> Route.of(List.of(tenant(0), tenant(1))))
        .isInstanceOf(PlanRefusedException.class)
        .hasMessageContaining("domain t.example.org is that of tenants t, t");
  }

  private static Tenant tenant(long memory) {
    return new Tenant("t", "t.example.org", 1, 2, Optional.empty(), memory, List.of(), "");
  }

  @Test
  void allTogetherMustFit() {
    TenantSize size = new TenantSize(4_000_000_000L, 2);
    HostCapacity host = new HostCapacity(10_000_000_000L, 4);
    assertThat(host.against(List.of(), size)).isEmpty();
    assertThat(host.against(List.of(tenant(0)), size)).isEmpty();
    assertThat(host.against(List.of(tenant(0), tenant(2_000_000_000L)), size))
        .containsExactly(
            "memory: 2 others have 6.0 GB, this one needs 4.0 GB, and the host has 9.0 GB for all of them: use a larger host, or smaller limits",
            "CPU: with this one 6.0 are counted, and the host has 4: use a larger host, or count a tenant with less");
  }

  @Test
  void limitsAddUpToTheSize() {
    TenantSize size = TenantSize.SMALL;
    assertThat(size.limits(ChtVersion.of("5.0.2"), Topology.SINGLE).values())
        .containsExactlyInAnyOrder(2_000_000_000L, 1_000_000_000L, 500_000_000L, 500_000_000L);
    Map<String, Long> four = size.limits(ChtVersion.of("4.21.0"), Topology.CLUSTERED);
    assertThat(four).hasSize(5).doesNotContainKey("nouveau");
    assertThatThrownBy(() -> new TenantSize(0, 1)).hasMessageContaining("takes memory and CPU");
  }
}
