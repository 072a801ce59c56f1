package io.github.chthosting.compose.internal.install;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.chthosting.compose.deployment.ComposeDeployment;
import io.github.chthosting.compose.deployment.InstallOptions;
import io.github.chthosting.compose.deployment.Layout;
import io.github.chthosting.compose.deployment.StartedBy;
import io.github.chthosting.compose.env.EnvFile;
import io.github.chthosting.platform.CertificateSource;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class InstallRulesTest {
  private static final Path FOLDER = Path.of("/home/me/cht");

  private static List<String> reasons(ComposeDeployment deployment, String blocked) {
    InstallFacts facts =
        new InstallFacts(
            Layout.guide(deployment, StartedBy.DIRECT),
            Map.of(),
            EnvFile.empty(),
            false,
            false,
            Set.of(),
            List.of(),
            Optional.empty(),
            null,
            List.of(),
            Set.of(),
            Map.of(),
            List.of(),
            blocked,
            List.of(),
            "");
    return InstallRules.of(
        deployment, InstallOptions.direct(), facts, new SettingsDiff(facts, deployment, List.of()));
  }

  @Test
  void aFolderOfSomebodyElse() {
    ComposeDeployment deployment = ComposeDeployment.builder("cht", "5.0.2", FOLDER).build();
    assertThat(reasons(deployment, "")).isEmpty();
    assertThat(reasons(deployment, "/home/me belongs to me"))
        .containsExactly(
            "/home/me belongs to me and this user may not write there: run as its owner");
  }

  @Test
  void nginxNeedsItsCertificateFirst() {
    CertificateSource own = CertificateSource.ownCertificate(Path.of("/c.pem"), Path.of("/k.pem"));
    assertThat(reasons(ComposeDeployment.builder("cht", "5.0.2", FOLDER).tls(own).build(), ""))
        .singleElement()
        .asString()
        .startsWith("nginx does not start without its certificate");
  }

  @Test
  void linesThatDiffer() {
    assertThat(TextDiff.of("a\nb\nc\n", "a\nx\nc\nd\n")).isEqualTo(": 2 lines added, 1 removed");
    assertThat(TextDiff.of("", "a\n")).isEqualTo(": 1 lines added, 0 removed");
  }
}
