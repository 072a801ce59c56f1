#!/usr/bin/env bash
# OkHttp 5.5.1: retryOnConnectionFailure(false) does not stop a POST from being sent twice.
#
# Version     named in the first line, pinned below.
# Behaviour   After "503" with "Retry-After: 0" OkHttp sends the same request again by itself, a POST with a body too, and also when the client
#             was built with retryOnConnectionFailure(false). The switch works for 408. Other values of Retry-After, 500 and 429 are left alone.
# Expected    One call is one request once the switch is off; a POST is not repeated without being asked to.
# Seen        2026-11-29, the lines at the end: how often the server got the POST.
# Consequence A proxy in front of CouchDB that says "503, Retry-After: 0" after the node took a write makes every _bulk_docs, _purge or PUT of a
#             new document arrive twice: a 409 for one's own document, a job started twice. Who counts retries must count at the server, or refuse
#             the second one in a network interceptor: an application interceptor sees a single exchange.
source "$(dirname "$0")/begin.bash"
maven com.squareup.okhttp3:okhttp-jvm:5.5.1
seen=$(run_java Twice <<'J'
import com.sun.net.httpserver.HttpServer;
import java.net.*;
import java.util.concurrent.atomic.*;
import okhttp3.*;

public class Twice {
  public static void main(String[] args) throws Exception {
    for (String answer : new String[] {"503 0", "503 1", "408 0", "500 0", "429 0"})
      for (boolean retry : new boolean[] {true, false}) System.out.println(answer + ", retryOnConnectionFailure=" + retry + ": " + sent(answer.split(" "), retry));
    System.exit(0);
  }

  static String sent(String[] answer, boolean retry) throws Exception {
    var received = new AtomicInteger();
    var intercepted = new AtomicInteger();
    var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", exchange -> {
      exchange.getRequestBody().readAllBytes();
      received.incrementAndGet();
      exchange.getResponseHeaders().add("Retry-After", answer[1]);
      exchange.sendResponseHeaders(Integer.parseInt(answer[0]), -1);
      exchange.close();
    });
    server.start();
    var client = new OkHttpClient.Builder().retryOnConnectionFailure(retry).addInterceptor(chain -> {
      intercepted.incrementAndGet();
      return chain.proceed(chain.request());
    }).build();
    var body = RequestBody.create("{}".getBytes(), MediaType.get("application/json"));
    var url = "http://127.0.0.1:" + server.getAddress().getPort() + "/db/_bulk_docs";
    client.newCall(new Request.Builder().url(url).post(body).build()).execute().close();
    server.stop(0);
    return "server got " + received + ", interceptor saw " + intercepted;
  }
}
J
)
recorded "$seen" <<'R'
503 0, retryOnConnectionFailure=true: server got 2, interceptor saw 1
503 0, retryOnConnectionFailure=false: server got 2, interceptor saw 1
503 1, retryOnConnectionFailure=true: server got 1, interceptor saw 1
503 1, retryOnConnectionFailure=false: server got 1, interceptor saw 1
408 0, retryOnConnectionFailure=true: server got 2, interceptor saw 1
408 0, retryOnConnectionFailure=false: server got 1, interceptor saw 1
500 0, retryOnConnectionFailure=true: server got 1, interceptor saw 1
500 0, retryOnConnectionFailure=false: server got 1, interceptor saw 1
429 0, retryOnConnectionFailure=true: server got 1, interceptor saw 1
429 0, retryOnConnectionFailure=false: server got 1, interceptor saw 1
R
