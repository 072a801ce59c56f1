package io.github.chthosting.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.chthosting.UnreachableException;
import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The choice of an address: pinned calls, addresses that are left alone, names with several. */
@Timeout(30)
class AddressChoiceTest extends FailOverCase {
  @Test
  void aPinnedCallStaysWhereItIs() {
    enqueue(a, 200);
    enqueue(b, 503, 503, 200);
    try (Transport transport = transport(Transports.addresses(a, b))) {
      assertThat(status(transport, Call.of("GET", "_up").at(1))).isEqualTo(200);
      assertThat(a.getRequestCount()).isZero();
      assertThat(status(transport, Call.of("GET", "db"))).isEqualTo(200);
      assertThat(a.getRequestCount()).isEqualTo(1);
    }
    assertThat(pauses).hasSize(2);
  }

  @Test
  void anAddressWhoseConnectionsFailIsLeftAloneForAWhile() {
    try (Transport transport = Transports.builder(refusing).attempts(12).build()) {
      assertThatThrownBy(() -> status(transport, Call.of("GET", "db")))
          .hasMessageContaining(" - connection refused (attempt 12 of 12).");
      assertThatThrownBy(() -> status(transport, Call.of("PUT", "db")))
          .isExactlyInstanceOf(UnreachableException.class)
          .hasMessage(
              "PUT %s/db - not sent: the last connections to %s all failed (attempt 1 of 1). It is"
                      .formatted(refusing, refusing.getAuthority())
                  + " tried again every 2 s. Check that the server runs.");
    }
  }

  @Test
  void theOthersAreUsedMeanwhile() {
    try (Transport transport =
        Transports.builder(refusing, Transports.address(a)).attempts(12).build()) {
      assertThatThrownBy(() -> status(transport, Call.of("GET", "db").at(0)))
          .isInstanceOf(UnreachableException.class);
      enqueue(a, 200);
      try (Reply reply = transport.send(Call.of("GET", "db"))) {
        assertThat(reply.attempts()).isEqualTo(1);
      }
    }
  }

  @Test
  void anErrorStatusIsNoReasonToLeaveAnAddressAlone() {
    enqueue(a, 503, 503, 503, 503, 503, 503, 503, 503, 503, 503, 503, 200);
    try (Transport transport = Transports.builder(Transports.address(a)).attempts(12).build()) {
      assertThat(status(transport, Call.of("GET", "db"))).isEqualTo(200);
    }
  }

  @Test
  void aNameIsTriedAtAllItsAddresses() {
    enqueue(a, 200);
    URI byName = URI.create("http://localhost:" + a.getPort());
    try (Transport transport = transport(byName)) {
      assertThat(status(transport, Call.of("GET", "db"))).isEqualTo(200);
    }
  }
}
