#!/usr/bin/env bash
# OkHttp 5.5.1: dispatcher().cancelAll() does not end an answer that is being read, and runningCallsCount() does not count it.
#
# Version     named in the first line, pinned below.
# Behaviour   For the dispatcher a call is over when execute() or onResponse() has returned, that is: after the headers. The body is read to its
#             end afterwards as if nothing had been cancelled, and the dispatcher says that nothing is running. Call.cancel() does end it.
# Expected    cancelAll() ends everything under way, as its name says; a call whose body is still coming is "running".
# Seen        2026-11-29, the lines at the end.
# Consequence A _changes feed is nearly all body. Shutting down by cancelAll() leaves feeds, backups and attachments flowing until the server
#             ends them, "wait until runningCallsCount() is 0" returns at once, and maxRequestsPerHost does not bound open feeds. Keep the calls.
source "$(dirname "$0")/begin.bash"
maven com.squareup.okhttp3:okhttp-jvm:5.5.1
seen=$(run_java CancelAll <<'J'
import com.sun.net.httpserver.HttpServer;
import java.net.*;
import java.util.concurrent.*;
import okhttp3.*;

public class CancelAll {
  static final ExecutorService POOL = Executors.newCachedThreadPool();

  public static void main(String[] args) throws Exception {
    var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(POOL);
    var goOn = new Semaphore(0);
    server.createContext("/", exchange -> {
      exchange.sendResponseHeaders(200, 0);
      exchange.getResponseBody().write("first".getBytes());
      exchange.getResponseBody().flush();
      goOn.acquireUninterruptibly();
      exchange.getResponseBody().write("second".getBytes());
      exchange.close();
    });
    server.start();
    var client = new OkHttpClient();
    for (String by : new String[] {"cancelAll()", "Call.cancel()"}) {
      var call = client.newCall(new Request.Builder().url("http://127.0.0.1:" + server.getAddress().getPort() + "/db/_changes").build());
      var response = call.execute();
      response.body().source().readUtf8(5);
      System.out.println("while the body is read: running calls " + client.dispatcher().runningCallsCount());
      if (by.startsWith("Call")) call.cancel();
      else client.dispatcher().cancelAll();
      goOn.release();
      try {
        System.out.println("after " + by + ": read on [" + response.body().string() + "]");
      } catch (java.io.IOException e) {
        System.out.println("after " + by + ": IOException");
      }
    }
    System.exit(0);
  }
}
J
)
recorded "$seen" <<'R'
while the body is read: running calls 0
after cancelAll(): read on [second]
while the body is read: running calls 0
after Call.cancel(): IOException
R
