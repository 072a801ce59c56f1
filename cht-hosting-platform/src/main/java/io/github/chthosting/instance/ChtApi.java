package io.github.chthosting.instance;

import io.github.chthosting.ChtVersion;
import io.github.chthosting.Credentials;
import io.github.chthosting.http.Call;
import io.github.chthosting.http.Transport;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * A client of the CHT's own HTTP API, for versions 3.9 to 5.3. Thread-safe; close it.
 *
 * <p>Calls are gated by the version that the server names: one that it does not have yet fails with
 * {@link io.github.chthosting.UnsupportedVersionException} before anything is sent. Reads are tried
 * up to three times if the server cannot be reached. A refused password is never tried again: the
 * CHT locks an address out after ten failures in ten seconds.
 *
 * <pre>{@code
 * try (ChtApi cht = ChtApi.builder(uri).build()) {
 *   System.out.println(cht.monitoring().sentinelBacklog());
 * }
 * }</pre>
 *
 * <p>Source: {@code api/src/controllers} of medic/cht-core.
 */
public final class ChtApi implements AutoCloseable {
  private static final int ATTEMPTS = 3;
  private static final Duration LIMIT = Duration.ofSeconds(60);

  private final ChtRequests requests;

  private ChtApi(Builder builder) {
    this.requests = new ChtRequests(builder.transport.attempts(ATTEMPTS).build());
  }

  /**
   * Returns a builder of a client.
   *
   * @param address of the CHT as users type it: {@code https://cht.example.org}
   */
  public static Builder builder(URI address) {
    return new Builder(address);
  }

  /** Returns the version that runs, asked anew. No login is needed. */
  public ChtVersion version() {
    return requests.version();
  }

  /** Returns what was deployed, when and by whom. For any user who is logged in; from 3.5. */
  public DeployInfo deployInfo() {
    requests.require("the deployment's details", 3, 5);
    return DeployInfo.of(requests.get("api", "deploy-info"));
  }

  /**
   * Returns how far the start of api is. It answers while every other route says 503. No login is
   * needed; from 5.0.
   */
  public StartupProgress startup() {
    return StartupProgress.of(requests.get("api", "v1", "startup-progress"));
  }

  /** Returns the CHT's figures of itself. No login is needed; from 3.9, with more by version. */
  public Monitoring monitoring() {
    ChtVersion version = requests.require("monitoring", 3, 9);
    String route = version.isNumbered() && !version.isAtLeast(3, 12) ? "v1" : "v2";
    JsonNode answer = requests.json(Call.of("GET", "api", route, "monitoring").timeLimit(LIMIT));
    return Monitoring.of(answer);
  }

  /** Returns the calls about upgrades. They need the permission {@code can_upgrade}; from 4.0. */
  public UpgradeApi upgrades() {
    return new UpgradeApi(requests);
  }

  /** Closes the connections, unless a client was brought along. */
  @Override
  public void close() {
    requests.close();
  }

  /** Collects what a client needs. Not thread-safe. */
  public static final class Builder {
    private final Transport.Builder transport;

    private Builder(URI address) {
      this.transport = Transport.builder(List.of(address));
    }

    /** Sets who asks; without, only what needs no login can be asked. */
    public Builder credentials(Credentials credentials) {
      transport.credentials(credentials);
      return this;
    }

    /** Sets the time limit to connect. Default 10 s. */
    public Builder connectTimeout(Duration limit) {
      transport.connectTimeout(limit);
      return this;
    }

    /** Sets the time limit between two bytes of an answer. Default 60 s. */
    public Builder readTimeout(Duration limit) {
      transport.readTimeout(limit);
      return this;
    }

    /**
     * Trusts the certificates of this PEM file as well: for a CHT with a certificate of its own.
     */
    public Builder trustedCertificates(Path pem) {
      transport.trustedCertificates(pem);
      return this;
    }

    /** Trusts one certificate alone, by its SHA-256 in hexadecimal. */
    public Builder pinnedCertificate(String sha256) {
      transport.pinnedCertificate(sha256);
      return this;
    }

    /** Returns the client. Sends nothing. */
    public ChtApi build() {
      return new ChtApi(this);
    }
  }
}
