#!/usr/bin/env bash
# fabric8 kubernetes-client 8.0.0: create() is sent again after a 5xx or a lost answer, and then reports 409 for the object that it made itself.
#
# Behaviour   The server takes the POST and answers 500, 503, 504, or just closes the connection: the client repeats the POST. The
#             second try finds the object and the caller gets KubernetesClientException with code 409. The first answer is not in the exception.
# Expected    The 5xx or an IOException: a POST is not safe to repeat, and a retry that Kubernetes asks for comes with 429.
# Seen        2026-11-29, the lines at the end; the server is a stand-in that says 409 from the second POST on, as Kubernetes does.
# Consequence "Somebody else holds the Lease" is said by the one who holds it, until it expires; an installation stops at "already exists".
#             After a 409 read the object and look for one's own mark (holderIdentity, a label with a random id), or set requestRetryBackoffLimit(0).
source "$(dirname "$0")/begin.bash"
maven io.fabric8:kubernetes-client:8.0.0
seen=$(run_java Create <<'J'
import com.sun.net.httpserver.HttpServer;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.client.*;
import java.net.*;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

public class Create {
  static final AtomicInteger POSTS = new AtomicInteger();
  static volatile int first;

  public static void main(String[] args) throws Exception {
    var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newCachedThreadPool());
    server.createContext("/", exchange -> {
      exchange.getRequestBody().readAllBytes();
      boolean again = POSTS.incrementAndGet() > 1;
      if (again || first > 0) {
        byte[] status = ("{\"kind\":\"Status\",\"apiVersion\":\"v1\",\"status\":\"Failure\",\"code\":" + (again ? 409 : first) + "}").getBytes();
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(again ? 409 : first, status.length);
        exchange.getResponseBody().write(status);
      }
      exchange.close();
    });
    server.start();
    String url = "http://127.0.0.1:" + server.getAddress().getPort();
    for (int status : new int[] {400, 500, 503, 504, 0})
      for (int limit : new int[] {-1, 0}) {
        POSTS.set(0);
        first = status;
        var config = new ConfigBuilder(Config.empty()).withMasterUrl(url).withNamespace("ns");
        if (limit == 0) config.withRequestRetryBackoffLimit(0);
        try (var client = new KubernetesClientBuilder().withConfig(config.build()).build()) {
          client.resource(new ConfigMapBuilder().withNewMetadata().withName("mine").endMetadata().build()).create();
        } catch (KubernetesClientException e) {
          System.out.println((status == 0 ? "connection closed" : status) + (limit == 0 ? ", requestRetryBackoffLimit(0)" : "") + ": the caller gets "
              + (e.getCode() < 0 ? "an exception without a status" : e.getCode()) + ", POSTs " + POSTS);
        }
      }
    System.exit(0);
  }
}
J
)
recorded "$seen" <<'R'
400: the caller gets 400, POSTs 1
400, requestRetryBackoffLimit(0): the caller gets 400, POSTs 1
500: the caller gets 409, POSTs 2
500, requestRetryBackoffLimit(0): the caller gets 500, POSTs 1
503: the caller gets 409, POSTs 2
503, requestRetryBackoffLimit(0): the caller gets 503, POSTs 1
504: the caller gets 409, POSTs 2
504, requestRetryBackoffLimit(0): the caller gets 504, POSTs 1
connection closed: the caller gets 409, POSTs 2
connection closed, requestRetryBackoffLimit(0): the caller gets an exception without a status, POSTs 1
R
