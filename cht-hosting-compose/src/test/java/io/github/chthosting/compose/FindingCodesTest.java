package io.github.chthosting.compose;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.chthosting.compose.internal.host.HostFinding;
import io.github.chthosting.compose.internal.instance.InstanceFinding;
import io.github.chthosting.compose.internal.password.PasswordFinding;
import io.github.chthosting.plan.FindingCode;
import io.github.chthosting.platform.certificate.CertificateProblem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every code of a finding stands in the documentation, and none that there is not. */
class FindingCodesTest {
  @Test
  void theListIsWhole() throws IOException {
    String text = Files.readString(Path.of("../docs/finding-codes.md"));
    List<String> listed =
        text.substring(text.indexOf("## Compose"))
            .lines()
            .filter(line -> line.startsWith("| `"))
            .map(line -> line.substring(3, line.indexOf('`', 3)))
            .toList();
    List<String> codes =
        Stream.<FindingCode[]>of(
                HostFinding.values(),
                InstanceFinding.values(),
                PowerFinding.values(),
                PasswordFinding.values(),
                CertificateProblem.values())
            .flatMap(Stream::of)
            .map(FindingCode::code)
            .toList();
    assertThat(listed).containsExactlyElementsOf(codes).doesNotHaveDuplicates();
  }
}
