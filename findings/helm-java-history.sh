#!/usr/bin/env bash
# helm-java 0.0.21 (Helm 3.21 inside): history with a limit leaves out the newest revisions, the deployed one too, from the tenth on.
#
# Behaviour   Revisions come in the order in which the API server lists their Secrets, which is that of names: 1, 10, 11, 12, 2, ... 9. withMax(3)
#             then takes the last three of that order: 7, 8, 9.
# Expected    The newest three, 10, 11 and 12, or an order that somebody asked for.
# Seen        2026-11-29, the lines at the end. The server is a stand-in that lists 12 release Secrets by name, as Kubernetes does; 12 is deployed.
# Consequence "What is installed, and where do I go back to" is answered right for nine upgrades and wrong ever after: an upgrade plan built on
#             the last element compares with a chart and values of months ago. Ask without a limit and sort by getRevision().
source "$(dirname "$0")/begin.bash"
maven com.marcnuri.helm-java:helm-java:0.0.21
seen=$(run_java History <<'J'
import com.marcnuri.helm.*;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.net.*;
import java.nio.file.*;
import java.util.*;
import java.util.zip.GZIPOutputStream;

public class History {
  public static void main(String[] args) throws Exception {
    var secrets = new TreeMap<String, String>();
    for (int revision = 1; revision <= 12; revision++) secrets.put("sh.helm.release.v1.cht.v" + revision, secret(revision));
    var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", exchange -> {
      byte[] answer = (exchange.getRequestURI().getPath().equals("/version") ? "{\"major\":\"1\",\"minor\":\"32\",\"gitVersion\":\"v1.32.0\"}"
          : "{\"kind\":\"SecretList\",\"apiVersion\":\"v1\",\"metadata\":{},\"items\":[" + String.join(",", secrets.values()) + "]}").getBytes();
      exchange.getResponseHeaders().add("Content-Type", "application/json");
      exchange.sendResponseHeaders(200, answer.length);
      exchange.getResponseBody().write(answer);
      exchange.close();
    });
    server.start();
    var config = Files.createTempFile("kube", ".yaml");
    Files.writeString(config, "{apiVersion: v1, kind: Config, current-context: c, contexts: [{name: c, context: {cluster: c, user: u, namespace: chis}}],"
        + " clusters: [{name: c, cluster: {server: 'http://127.0.0.1:" + server.getAddress().getPort() + "'}}], users: [{name: u, user: {}}]}");
    show("all", Helm.history("cht").withKubeConfig(config).withNamespace("chis"));
    show("withMax(3)", Helm.history("cht").withKubeConfig(config).withNamespace("chis").withMax(3));
    System.exit(0);
  }

  static void show(String name, HistoryCommand command) {
    var revisions = command.call();
    System.out.println(name + ": " + revisions.stream().map(r -> String.valueOf(r.getRevision())).toList() + ", deployed among them: "
        + revisions.stream().anyMatch(r -> r.getStatus().equalsIgnoreCase("deployed")));
  }

  static String secret(int revision) throws Exception {
    String status = revision == 12 ? "deployed" : "superseded";
    String release = "{\"name\":\"cht\",\"namespace\":\"chis\",\"version\":" + revision + ",\"info\":{\"first_deployed\":\"2026-01-01T00:00:00Z\",\"last_deployed\":"
        + "\"2026-01-01T00:00:00Z\",\"status\":\"" + status + "\"},\"chart\":{\"metadata\":{\"name\":\"cht\",\"version\":\"5.3.0\",\"apiVersion\":\"v2\"}}}";
    var packed = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(packed)) {
      gzip.write(release.getBytes());
    }
    var base64 = Base64.getEncoder();
    return "{\"kind\":\"Secret\",\"apiVersion\":\"v1\",\"type\":\"helm.sh/release.v1\",\"metadata\":{\"name\":\"sh.helm.release.v1.cht.v" + revision
        + "\",\"namespace\":\"chis\",\"labels\":{\"name\":\"cht\",\"owner\":\"helm\",\"status\":\"" + status + "\",\"version\":\"" + revision + "\"}},\"data\":{\"release\":\""
        + base64.encodeToString(base64.encode(packed.toByteArray())) + "\"}}";
  }
}
J
)
recorded "$seen" <<'R'
all: [1, 10, 11, 12, 2, 3, 4, 5, 6, 7, 8, 9], deployed among them: true
withMax(3): [7, 8, 9], deployed among them: false
R
