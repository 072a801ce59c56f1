package io.github.chthosting.compose.internal.password;

import io.github.chthosting.AccessDeniedException;
import io.github.chthosting.Credentials;
import io.github.chthosting.HostingException;
import io.github.chthosting.Secret;
import io.github.chthosting.VerificationFailedException;
import io.github.chthosting.compose.deployment.Layout;
import io.github.chthosting.compose.engine.Container;
import io.github.chthosting.compose.engine.DockerCommand;
import io.github.chthosting.compose.engine.DockerException;
import io.github.chthosting.compose.internal.instance.Engine;
import io.github.chthosting.compose.internal.instance.Instance;
import io.github.chthosting.couchdb.CouchDb;
import io.github.chthosting.http.Json;
import io.github.chthosting.plan.Finding.Severity;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** Looks whether every service works with a password, and the other one opens nothing any more. */
record PasswordProof(Engine platform, Layout layout, String user) {
  private static final int API = 5988;
  private static final int HAPROXY = 5984;
  private static final int HOPELESS = 5;
  private static final Duration WHILE_COUCHDB_STARTS = Duration.ofSeconds(45);

  /**
   * Waits until all is well.
   *
   * @throws VerificationFailedException with what is not, when the time is over
   */
  void await(Secret password, Secret refused, Duration limit) throws InterruptedException {
    long begin = System.nanoTime();
    List<String> problems = problems(password, refused);
    while (!problems.isEmpty() && isHope(Duration.ofNanos(System.nanoTime() - begin), limit)) {
      Thread.sleep(500);
      problems = problems(password, refused);
    }
    if (!problems.isEmpty()) {
      throw new VerificationFailedException(
          "new password on " + layout.project(),
          "not all of "
              + layout.project()
              + " takes the new password: "
              + String.join("; ", problems)
              + ".",
          null);
    }
  }

  /** A service that ends again and again will not come; at the beginning, all wait for CouchDB. */
  private boolean isHope(Duration waited, Duration limit) {
    return waited.compareTo(limit) < 0
        && (waited.compareTo(WHILE_COUCHDB_STARTS) < 0 || !isHopeless());
  }

  private boolean isHopeless() {
    try {
      return instance().status().stream().anyMatch(each -> each.restarts() >= HOPELESS);
    } catch (DockerException e) {
      return false;
    }
  }

  private Instance instance() {
    return platform.instance(layout);
  }

  private List<String> problems(Secret password, Secret refused) {
    try {
      return problems(instance(), password, refused);
    } catch (DockerException e) {
      // A container was replaced between two looks at it.
      return List.of(String.valueOf(e.getMessage()));
    }
  }

  private List<String> problems(Instance instance, Secret password, Secret refused) {
    List<String> problems = new ArrayList<>();
    instance.status().stream()
        .filter(service -> !service.isUp())
        .forEach(service -> problems.add(service.service() + " is " + service.state()));
    instance.containers().stream()
        .filter(container -> !hasIt(container, password))
        .forEach(container -> problems.add(container.service() + " has not been recreated yet"));
    if (problems.isEmpty()) {
      problems.addAll(answers(instance, password, refused));
    }
    return problems;
  }

  /** Compared here, never shown. */
  private boolean hasIt(Container container, Secret password) {
    String wanted = String.valueOf(password.reveal());
    DockerCommand ask =
        DockerCommand.of("inspect", "--format", "{{json .Config.Env}}", container.id());
    try {
      for (JsonNode each : Json.mapper().readTree(platform.docker().run(ask).text())) {
        String text = each.asString("");
        boolean other =
            text.startsWith("COUCH_URL=")
                ? !text.contains(":" + wanted + "@")
                : text.startsWith("COUCHDB_PASSWORD=")
                    && !text.equals("COUCHDB_PASSWORD=" + wanted);
        if (other) {
          return false;
        }
      }
      return true;
    } catch (JacksonException e) {
      return false;
    }
  }

  private List<String> answers(Instance instance, Secret password, Secret refused) {
    List<String> problems = new ArrayList<>();
    CouchNodes.of(instance).check(user, password).stream()
        .filter(finding -> finding.severity() != Severity.OK)
        .forEach(finding -> problems.add(finding.subject() + " " + finding.explanation()));
    address(instance, "haproxy", HAPROXY)
        .ifPresent(address -> haproxy(address, password, refused, problems));
    address(instance, "api", API)
        .map(PasswordProof::api)
        .filter(problem -> !problem.isEmpty())
        .ifPresent(problems::add);
    return problems;
  }

  private Optional<URI> address(Instance instance, String service, int port) {
    return instance.containers(service).stream()
        .findFirst()
        .flatMap(each -> CouchNodes.address(platform.docker(), each, port));
  }

  private void haproxy(URI address, Secret password, Secret refused, List<String> problems) {
    try (CouchDb couch = CouchNodes.open(List.of(address), Credentials.basic(user, password))) {
      couch.database("medic").info();
    } catch (HostingException e) {
      problems.add("haproxy: " + e.getMessage());
      return;
    }
    try (CouchDb couch = CouchNodes.open(List.of(address), Credentials.basic(user, refused))) {
      couch.database("medic").info();
      problems.add("CouchDB still takes the other password");
    } catch (AccessDeniedException e) {
      // As it must be.
    } catch (HostingException e) {
      problems.add("haproxy: " + e.getMessage());
    }
  }

  private static String api(URI address) {
    try {
      HttpURLConnection connection =
          (HttpURLConnection) address.resolve("/api/info").toURL().openConnection();
      connection.setConnectTimeout(2_000);
      connection.setReadTimeout(10_000);
      int status = connection.getResponseCode();
      return status == HttpURLConnection.HTTP_OK ? "" : "api answers " + status;
    } catch (IOException e) {
      return "api does not answer yet";
    }
  }
}
