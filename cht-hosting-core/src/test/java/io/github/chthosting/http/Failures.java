package io.github.chthosting.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.chthosting.HostingException;
import io.github.chthosting.UnreachableException;
import java.net.URI;

/** Failures of calls to a server that cannot be talked to. */
final class Failures {
  private static final Call CALL = Call.of("GET", "medic", "_changes").query("feed", "normal");

  private Failures() {}

  static HostingException failure(Transport.Builder builder) {
    try (Transport transport = builder.build()) {
      return catchThrowableOfType(HostingException.class, () -> transport.send(CALL).close());
    }
  }

  static void assertUnreachable(
      HostingException failure, boolean retryable, URI address, String rest) {
    assertThat(failure).isExactlyInstanceOf(UnreachableException.class);
    assertThat(failure).hasMessage("GET " + address + "/medic/_changes - " + rest);
    assertThat(failure.operation()).isEqualTo("GET " + address + "/medic/_changes");
    assertThat(failure.isRetryable()).isEqualTo(retryable);
  }
}
